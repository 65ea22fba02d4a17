import { loadRealDecider } from './realDecider.js';

/** Learns the shipped knowledge once, so that every test file restores it. */
export default function globalSetup(): void {
  loadRealDecider();
}
