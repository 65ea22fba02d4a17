// Says every kind of reply that dialogs can make, by a word in what it is asked. The texts are for the eye of a tester.

const sources = [
  {
    number: 1,
    title: 'Referred pain after hip surgery',
    publisher: 'Example Journal',
    link: 'https://example.org/a',
    support: 'study',
  },
  {
    number: 2,
    title: 'Your rehabilitation plan',
    publisher: 'Example Guideline Group',
    link: 'https://example.org/b',
    support: 'guideline',
  },
];
const paragraph = (text) => ({ kind: 'paragraph', text });
const action = (label) => ({ label, say: label });

const REPLIES = {
  alert: {
    kind: 'alert',
    alert: {
      level: 'emergency',
      action: 'Call **911 (US), 999 (UK), 112 (EU) or your local emergency number** now.',
      phones: [
        { label: 'US emergency', number: '911' },
        { label: 'UK emergency', number: '999' },
        { label: 'EU emergency', number: '112' },
      ],
    },
    blocks: [
      paragraph('Chest pain or trouble breathing after surgery needs help at once.'),
      { kind: 'list', items: ['Do not drive yourself.', 'Sit up, and keep your phone beside you.'] },
    ],
    sources: sources.slice(0, 1),
    actions: [action("I've got help"), action("I don't have these signs")],
  },
  hold: {
    kind: 'step',
    title: 'Step 2 of 4',
    blocks: [paragraph('Lie down and let the weight of your body do the work. Breathe slowly.')],
    hold: { seconds: 3, label: 'Hold for 3 seconds' },
    cautions: ['Stop if the pain is sharp or runs down the leg.'],
    actions: [action('Done'), action('That hurt'), action('Stop the guide')],
  },
  steps: {
    kind: 'more',
    title: 'How to rest with your legs up',
    blocks: [
      paragraph('A calm position for the **low back** and the hips. [1]'),
      { kind: 'steps', items: ['Lie on your back.', 'Put your lower legs on a seat. [2]', 'Stay for a few minutes.'] },
      { kind: 'list', items: ['A small pillow under the head', 'Nothing that presses'] },
    ],
    picture: { id: 'legs-up', title: 'Lower legs on a seat', alt: 'A person lies on the back, lower legs on a chair.' },
    interest: "The article's author invented these tools and her company sells them.",
    cautions: ['After hip surgery, ask your team first whether you may bend this far.'],
    sources,
    feedback: { entry: 'relief.legs-up', question: 'Did this help?' },
    actions: [action('What are the hip flexors?')],
  },
  which: {
    kind: 'clarify',
    blocks: [paragraph('Which of these do you mean?')],
    actions: [action('Why does my hip hurt?'), action('Why does my knee hurt?'), action('None of these')],
  },
  evil: {
    kind: 'answer',
    blocks: [
      paragraph(
        '<img src=x onerror="alert(1)"> [x](javascript:alert(1)) <script>alert(1)</script> **bold** [ok](https://example.org)',
      ),
    ],
  },
};

const ANSWER = {
  kind: 'answer',
  blocks: [
    paragraph(
      'The knee and the hip share muscles and nerves, so a **sore hip** can be felt at the knee. After hip surgery people also walk in another way for a while, and the knee takes more load.',
    ),
  ],
  cautions: ['If your calf is swollen, red or warm, call your surgical team today.'],
  sources,
  feedback: { entry: 'why.hip-surgery-knee-pain', question: 'Did this answer your question?' },
  actions: [action('Tell me more'), action('What are the hip flexors?'), action('When should I see a doctor?')],
};

const WELCOME = {
  kind: 'notice',
  blocks: [
    paragraph(
      "Hello, I'm Kneebone. I answer questions about pain after surgery on the back, hip, knee or foot, from a set of checked texts. What would you like to know?",
    ),
    paragraph("I'm an automated assistant, not a doctor, and I can't examine you."),
  ],
};

const say = (context, reply) => context.sendActivity({ type: 'message', channelData: { kneebone: reply } });

export async function answer(context) {
  const { type, text = '' } = context.activity;
  if (type === 'conversationUpdate') return void (await say(context, WELCOME));
  if (type !== 'message') return;
  if (text.includes('slow')) await new Promise((done) => setTimeout(done, 1500));
  const echo = /^(m\d+)$/.exec(text)?.[1];
  if (echo) return void (await say(context, { kind: 'answer', blocks: [paragraph(`answer to ${echo}`)] }));
  const word = Object.keys(REPLIES).find((w) => text.toLowerCase().includes(w));
  await say(context, word ? REPLIES[word] : ANSWER);
}
