/** Fills the manifest from the environment; without a manifest, `problems` says what is missing. */
export function composeManifest(env: Readonly<Record<string, string | undefined>>): {
  readonly manifest?: object;
  readonly problems: readonly string[];
};
/** The zip of a manifest with its two icons. */
export function packManifest(manifest: object): Promise<Buffer>;
