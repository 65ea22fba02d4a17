// Runs @microsoft/recognizers-text-suite away from the event loop: some sentences keep its expressions busy for minutes,
// and the first calls compile for half a second. One message in: { id, text, at, language }; one out: { id, found } or { ready }.
import { Culture, recognizeDateTime, recognizeNumber } from '@microsoft/recognizers-text-suite';
import { parentPort } from 'node:worker_threads';

const WARM_UP = ['three weeks ago', 'last March', 'since my op in ’25'];

const CULTURES = { en: Culture.English, es: Culture.Spanish };

function recognize(text, at, language = 'en') {
  const culture = CULTURES[language];
  return {
    dates: recognizeDateTime(text, culture, undefined, at).map((r) => ({
      text: r.text,
      values: r.resolution?.values ?? [],
    })),
    numbers: recognizeNumber(text, culture).map((r) => ({ text: r.text, value: r.resolution?.value })),
  };
}

parentPort.on('message', ({ id, text, at, language }) => {
  try {
    parentPort.postMessage({ id, found: recognize(text, new Date(at), language) });
  } catch {
    // The library throws on some odd dates; to the caller nothing was recognised.
    parentPort.postMessage({ id, found: { dates: [], numbers: [] } });
  }
});

for (const text of WARM_UP) recognize(text, new Date(0));
recognize('hace tres semanas', new Date(0), 'es');
parentPort.postMessage({ ready: true });
