import type { UtteranceReading } from './readUtterance.js';
import { regionOfWord } from './roleWords.js';

/** Words that place a message outside the field when no region of the field stands beside them. */
const FOREIGN = new Set(
  `forearm forearms knuckle knuckles tmj abdomen face nose mouth tongue lip lips skin collarbone clavicle scalp hair nail
  nails toenail toenails eyelid kidney kidneys liver lung lungs bowel prostate womb uterus cervical rotator cuff carpal
  biceps triceps migraine migraines hernia appendix appendectomy gallbladder cataract cataracts tonsil tonsils caesarean
  cesarean hysterectomy mastectomy vasectomy bypass pacemaker stent sinus dental dentist pregnant pregnancy baby babies
  newborn toddler child children son daughter dog dogs cat cats puppy horse horses labrador vet`.split(/\s+/),
);

/** True for a message that names another part of the body, another operation or another patient, and no region of ours. */
export function isAboutElsewhere({ words, concepts }: Pick<UtteranceReading, 'words' | 'concepts'>): boolean {
  if (concepts.some((c) => c.site !== undefined || c.kind === 'muscle')) return false;
  const regions = words.map((w) => regionOfWord(w.text)).filter((r) => r !== undefined);
  if (regions.some((r) => r !== 'elsewhere')) return false;
  return regions.length > 0 || words.some((w) => FOREIGN.has(w.text));
}
