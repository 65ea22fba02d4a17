/** Every error code of Kneebone with its remedy. `docs/errors.md` lists the same codes (a test compares them). */
export const ERROR_CATALOGUE = {
  CONFIG_INVALID: 'correct the value in the environment or in .env; .env.example lists every name',
  CONFIG_UNKNOWN: 'remove it, or check its spelling against .env.example',
  CONFIG_INSECURE: 'set the missing secret, or listen on 127.0.0.1',
  KNOWLEDGE_MISSING: 'restore the file or folder from version control',
  KNOWLEDGE_EMPTY: 'add at least one entry under knowledge/',
  KNOWLEDGE_YAML: 'correct the YAML; quote texts that contain a colon followed by a space',
  KNOWLEDGE_FRONT_MATTER: 'start the file with a line "---", the fields, and a second line "---"',
  KNOWLEDGE_UNKNOWN_FIELD: 'remove the field or correct its name; knowledge/README.md lists all fields',
  KNOWLEDGE_FIELD: 'correct the field as knowledge/README.md describes it',
  KNOWLEDGE_BODY: 'write the answer as paragraphs or lists below the front matter',
  KNOWLEDGE_NO_UTTERANCES: 'add ways a person would ask this, one a line',
  KNOWLEDGE_DUPLICATE_UTTERANCE: 'keep it under the entry that answers it and remove the other',
  KNOWLEDGE_DEAD_LINK: 'name an existing entry, or remove the id',
  KNOWLEDGE_DEAD_SOURCE: 'add the source to knowledge/sources.yml, or correct the id',
  KNOWLEDGE_SOURCES_DIFFER: 'list exactly the sources that are marked in the text',
  KNOWLEDGE_DEAD_PICTURE: 'add the picture to knowledge/pictures/ and pictures.yml, or remove the id',
  KNOWLEDGE_DEAD_GUIDE: 'add the guide to knowledge/guides/, or remove the id',
  KNOWLEDGE_DUPLICATE_FORM: 'keep the surface form under one concept',
  KNOWLEDGE_RED_FLAGS: 'correct the rule as the head of red-flags.yml describes it',
  KNOWLEDGE_DATE: 'write the date as YYYY-MM-DD, the next review at most a year after the last',
  KNOWLEDGE_REVIEW_DUE: 'review the entry against its sources, then move both dates',
  KNOWLEDGE_TOO_LONG: 'shorten the text',
  KNOWLEDGE_TOO_FEW: 'add the missing ones',
  KNOWLEDGE_GRADE: 'use shorter sentences and everyday words, or add an anatomical term to glossary.yml',
  KNOWLEDGE_FORBIDDEN: 'say it without the promise or the filler word',
  KNOWLEDGE_SAFETY_NOTE: 'add a safetyNote: when to call, with the red flags that fit the topic',
  KNOWLEDGE_INTEREST: 'add "interest: maker", so that readers learn who sells the tools',
  KNOWLEDGE_ORPHAN: 'name the entry in the "related" of a neighbour',
  KNOWLEDGE_NEAR_DUPLICATE: 'make the two say different things, or keep one of them',
  KNOWLEDGE_ELSEWHERE: 'reword it, move it to the entry the matcher names, or add utterances that tell the two apart',
  KNOWLEDGE_TRANSLATION: 'bring the translation in line with the English file of the same name',
  KNOWLEDGE_REFUSED: 'correct the files named beside it; the last good knowledge goes on answering',
  KNOWLEDGE_CHANGED: 'look at the file as it is now and repeat the change; nothing was saved',
  KNOWLEDGE_UNWRITABLE: 'make the folder writable for the process, or free space on its disk',
  KNOWLEDGE_NO_VERSION: 'name a kept version ("kb rollback --list") or a revision that git knows',
  IMPORT_TOO_LARGE: 'import at most 10 MB and 20,000 rows at a time',
  IMPORT_FORMAT: 'give a file in one of the formats that docs/curating.md lists',
  DESK_OFF: 'set ADMIN_TOKEN to turn the desk on',
  STORAGE_LOCKED: 'stop the other process, or set another DATA_DIR',
  STORAGE_DAMAGED: 'look at the file that was set aside; the conversation goes on from its last good copy',
  STORAGE_UNAVAILABLE: 'check the disk (space, permissions) or the Redis server',
  STORAGE_CONFLICT: 'read the record again and repeat the change',
  TURN_FAILED: 'look up the code in the log by its turn id',
  PROCESS_FAULT: 'report it with the lines before it; the process goes on',
  HTTP_BAD_JSON: 'send a JSON object in UTF-8',
  HTTP_BAD_ACTIVITY: 'send a Bot Framework activity with "type" and "conversation.id"',
  HTTP_TOO_LARGE: 'send at most 256 kB',
  HTTP_UNSUPPORTED: 'send application/json without content-encoding',
  HTTP_NOT_FOUND: 'check the address',
  HTTP_BAD_ADDRESS: 'send a valid path and a valid Host header',
  HTTP_METHOD: 'use a method that the Allow header names',
  HTTP_UNAUTHORIZED: 'send a valid token',
  HTTP_FORBIDDEN: 'use a token made for this conversation, user and origin',
  HTTP_TOO_MANY: 'wait for the seconds named in Retry-After',
  HTTP_CHANNEL_OFF: 'configure the channel (.env.example)',
  HTTP_UNAVAILABLE: 'send it again after the seconds named in Retry-After; it was not saved',
  HTTP_INTERNAL: 'try again; the log holds the turn id',
  CHANNEL_OFF: 'set the named settings to turn the channel on (.env.example), or leave it off',
  SLACK_REFUSED: "look up Slack's reason beside it; after a change of scopes install the app again",
  SLACK_TOKEN_LOST: 'install the app again and set SLACK_BOT_TOKEN',
  SLACK_NOT_INSTALLED: 'install the app again; the bot token opens nothing any more',
  SLACK_SOCKET: 'check SLACK_APP_TOKEN and the way to Slack; it is tried again by itself',
  SLACK_UNKNOWN: 'nothing; Slack sent a kind of request that Kneebone does not know',
  SLACK_EVENT_IGNORED: 'nothing; the event asks for no answer, such as an edit or a message of a bot',
  SLACK_ACTION_IGNORED: 'nothing; the button is none that Kneebone answers',
  SLACK_COMMAND_IGNORED: 'check that the app has no command but /kneebone',
  SLACK_LIBRARY: 'look at the lines before it; the library met a fault and goes on',
  CLI_USAGE: 'run "npm run kb -- help"',
  CLI_BAD_LINE: 'write one JSON object a line, as knowledge/README.md and the README show',
} as const;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** An error with a code of the catalogue. Its message says where, what was found and what to do. */
export class KneeboneError extends Error {
  constructor(
    readonly code: ErrorCode,
    found: string,
    options?: { cause?: unknown },
  ) {
    super(`${code} ${found}; ${ERROR_CATALOGUE[code]}`, options);
    this.name = 'KneeboneError';
  }
}

/** One fault in a file or setting, as `kb check` and a refused start print it. */
export interface Problem {
  readonly code: ErrorCode;
  /** Path from the project's folder, or the name of the setting. */
  readonly file: string;
  /** From 1; 0 where no line can be named. */
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

/** Makes a problem; the remedy comes from the catalogue unless a closer one is given. */
export function createProblem(code: ErrorCode, file: string, line: number, message: string, remedy?: string): Problem {
  return { code, file, line, message, remedy: remedy ?? ERROR_CATALOGUE[code] };
}

/** `file:line: CODE message; remedy` */
export function formatProblem(p: Problem): string {
  const where = p.line > 0 ? `${p.file}:${p.line}` : p.file;
  return `${where}: ${p.code} ${p.message}; ${p.remedy}`;
}

/** Thrown by a start that found unusable configuration or content; carries the whole list. */
export class ProblemsError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ProblemsError';
  }
}
