import { createRedisStore } from '../../../src/storage/redis/redisStore.js';
import { describeStore } from '../../contracts/storeContract.js';
import { createRedisCluster, createRedisServer, type RedisServer } from './redisServer.js';

describe('one Redis server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await createRedisServer();
    await server.start();
  });
  afterAll(() => server.remove());

  describeStore('createRedisStore', () => createRedisStore({ url: server.url, retentionDays: 30 }));
});

describe('a Redis Cluster of three nodes', () => {
  let cluster: Awaited<ReturnType<typeof createRedisCluster>>;
  beforeAll(async () => {
    cluster = await createRedisCluster();
  });
  afterAll(() => cluster.remove());

  describeStore('createRedisStore', () => createRedisStore({ url: cluster.url, retentionDays: 30 }));
});
