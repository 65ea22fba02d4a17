import { createContext } from 'preact';
import { createMemoryKeep, type Keep } from './storage.js';

/** What the tab keeps, for parts of the view deep in a message. */
export const KeepContext = createContext<Keep>(createMemoryKeep());
