// The Bot Framework SDK's own bot: CloudAdapter, MemoryStorage and one ChoicePrompt on the same route. The yardstick.
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, ConversationState, MemoryStorage } from 'botbuilder';
import { ChoicePrompt, DialogSet, WaterfallDialog } from 'botbuilder-dialogs';
import restify from 'restify';
import { readBody } from './httpLoad.mjs';

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const state = new ConversationState(new MemoryStorage());
const dialogs = new DialogSet(state.createProperty('dialogs'));
const choices = ['Hip', 'Knee', 'Back'];
dialogs.add(new ChoicePrompt('choice'));
dialogs.add(
  new WaterfallDialog('ask', [
    (step) => step.prompt('choice', { prompt: 'Where does it hurt?', choices }),
    async (step) => {
      await step.context.sendActivity(`You said ${step.result.value}.`);
      return step.endDialog();
    },
  ]),
);

const server = restify.createServer();
server.post('/api/messages', async (req, res) => {
  req.body = JSON.parse(await readBody(req));
  await adapter.process(req, res, async (context) => {
    const dc = await dialogs.createContext(context);
    const result = await dc.continueDialog();
    if (result.status === 'empty') await dc.beginDialog('ask');
    await state.saveChanges(context);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`listens on http://localhost:${server.address().port}\n`));
