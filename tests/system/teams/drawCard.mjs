// Shows a card as a person in Teams would see it: drawn by Microsoft's `adaptivecards` in a message of the chat's width.
import { createRequire } from 'node:module';
import { TEAMS_HOST_CONFIG } from './hostConfig.mjs';

const require = createRequire(import.meta.url);

/**
 * Draws a card on a page.
 * @param {import('playwright-core').Page} page
 * @returns what the library found wrong with the card, what was pressed so far (`pressed()`), and the card's place on the page
 */
export async function drawCard(page, card, { width = 480 } = {}) {
  await page.setContent(`<!doctype html><html lang="en"><title>card</title><style>
    body { margin: 0; padding: 16px; background: #f5f5f5; font: 14px 'Segoe UI', 'DejaVu Sans', sans-serif; }
    #card { width: ${width}px; background: #fff; border: 1px solid #e0e0e0; border-radius: 8px; box-sizing: border-box; }
    .ac-pushButton { font: 600 14px inherit; padding: 6px 12px; border: 1px solid #d1d1d1; border-radius: 4px; background: #fff; color: #242424; }
    .ac-actionSet { flex-wrap: wrap !important; gap: 8px; }
    .ac-selectable { cursor: pointer; }
  </style><main id="card"></main></html>`);
  await page.addScriptTag({ path: require.resolve('adaptivecards/dist/adaptivecards.js') });
  await page.addScriptTag({ path: require.resolve('markdown-it/dist/markdown-it.js') });
  const problems = await page.evaluate(render, { card, hostConfig: TEAMS_HOST_CONFIG });
  return { problems, place: page.locator('#card'), pressed: () => page.evaluate(() => globalThis.pressed) };
}

/** Runs in the page. */
function render({ card, hostConfig }) {
  const { AdaptiveCards, markdownit } = globalThis;
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdownit().render(text);
    result.didProcess = true;
  };
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  globalThis.pressed = [];
  drawn.onExecuteAction = (action) => globalThis.pressed.push(action.data);
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  drawn.parse(card, context);
  document.getElementById('card').append(drawn.render());
  const found = [...Array(context.eventCount).keys()].map((i) => context.getEventAt(i).message);
  return [...found, ...drawn.validateProperties().validationEvents.map((e) => e.message)];
}
