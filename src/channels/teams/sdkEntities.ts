import { ConnectorMappers } from 'botframework-connector/lib/connectorApi/connectorClient.js';

/**
 * Lets the SDK send whole entities. Its description of an entity knows `type`, `text` and `mentioned`, and 4.23.3 drops
 * everything else on the way out, so that citations would arrive empty.
 */
export function keepWholeEntities(): void {
  const { type } = ConnectorMappers.Entity as { type: { additionalProperties?: unknown } }; // core-client's CompositeMapper
  type.additionalProperties ??= { type: { name: 'Object' } };
}
