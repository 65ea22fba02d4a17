import { KneeboneError } from '../errors.js';
import { addUtterances } from '../knowledge/importPlan.js';
import type { Cluster } from './clusters.js';
import { declineChange, handledOf, type DeskParts } from './deskParts.js';
import type { Drafts } from './drafts.js';
import { DESK_TEXTS as T } from './texts.js';

/** Does what a curator chose for the ticked wordings of a cluster; resolves to the address of the page that goes on. */
export async function handleCluster(
  parts: DeskParts,
  drafts: Drafts,
  cluster: Cluster,
  form: URLSearchParams,
): Promise<string> {
  const known = new Set(cluster.texts.map((t) => t.text));
  const texts = form.getAll('text').filter((t) => known.has(t));
  if (texts.length === 0) return `/desk/questions/${cluster.id}`;
  const handled = handledOf(cluster, texts);
  switch (form.get('action')) {
    case 'add': {
      const entry = form.get('entry') ?? '';
      if (!parts.reloader.decider().knowledge.entries.has(entry))
        throw new KneeboneError('KNOWLEDGE_CHANGED', `the entry "${entry.slice(0, 80)}" does not exist`);
      const changes = [addUtterances(parts.knowledgeDir, entry, texts)];
      return `/desk/changes/${drafts.open({ title: `${T.cluster.add}: ${entry}`, changes, handled }).id}`;
    }
    case 'create':
      // Only places in the list go into the address, which browsers and proxies keep.
      return `/desk/new?cluster=${cluster.id}&of=${cluster.texts.flatMap((t, i) => (texts.includes(t.text) ? [i] : [])).join('.')}`;
    case 'dismiss': {
      const changes = [declineChange(parts.knowledgeDir, texts)];
      return `/desk/changes/${drafts.open({ title: T.cluster.dismiss, changes, handled }).id}`;
    }
    default:
      await parts.store.deleteRecords('review', handled);
      return '/desk';
  }
}
