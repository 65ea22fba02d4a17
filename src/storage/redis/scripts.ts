import { createHash } from 'node:crypto';

/** A Lua script and the name under which a server remembers it. */
export interface Script {
  readonly lua: string;
  readonly sha: string;
}

const script = (lua: string): Script => ({ lua, sha: createHash('sha1').update(lua).digest('hex') });

/** KEYS: fields, list. Returns the fields and their texts in one flat list, and the length of the list. */
export const READ = script(`
return { redis.call('HGETALL', KEYS[1]), redis.call('LLEN', KEYS[2]) }`);

/** KEYS: list. ARGV: from, to. Returns the entries and the length of the list. */
export const SLICE = script(`
return { redis.call('LRANGE', KEYS[1], ARGV[1], ARGV[2]), redis.call('LLEN', KEYS[1]) }`);

/**
 * Changes a document if nobody changed it since it was read, and if the lease is still held: compare and set in one step.
 *
 * KEYS: fields, list, lease. ARGV: version read, new version, lease token or '', time (ms), lifetime (ms) or 0, channel or
 * '', number of pairs to set, the pairs, number of fields to remove, the fields, entries to push.
 * Returns 1, or 0 where the document changed, or -1 where the lease was lost.
 */
export const UPDATE = script(`
if ARGV[3] ~= '' and redis.call('GET', KEYS[3]) ~= ARGV[3] then return -1 end
if (redis.call('HGET', KEYS[1], '!version') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], '!version', ARGV[2], '!touched', ARGV[4])
local at = 8
for i = 1, tonumber(ARGV[7]) do
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
  at = at + 2
end
local removed = tonumber(ARGV[at])
for i = 1, removed do redis.call('HDEL', KEYS[1], ARGV[at + i]) end
at = at + removed + 1
local pushes = at <= #ARGV
while at <= #ARGV do
  redis.call('RPUSH', KEYS[2], ARGV[at])
  at = at + 1
end
if redis.call('HLEN', KEYS[1]) == 2 and redis.call('EXISTS', KEYS[2]) == 0 then redis.call('DEL', KEYS[1]) end
if ARGV[5] ~= '0' then
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
end
if pushes and ARGV[6] ~= '' then redis.call('PUBLISH', ARGV[6], '') end
return 1`);

/** KEYS: fields, list. ARGV: time (ms). Erases a document last changed before the time; returns whether it did. */
export const ERASE_OLDER = script(`
local touched = redis.call('HGET', KEYS[1], '!touched')
if not touched or tonumber(touched) >= tonumber(ARGV[1]) then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
return 1`);

/**
 * Takes a lease if it is free and nobody waits longer; else queues up. Whoever waits asks again and again, and one that
 * has not asked for ARGV[3] ms has died and loses its place.
 *
 * KEYS: lease, queue, last asked. ARGV: token, lifetime (ms), patience (ms). Returns 1 where the lease was taken.
 */
export const ACQUIRE = script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ahead
repeat
  ahead = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  if ahead == ARGV[1] then ahead = nil end
  local isDead = ahead and tonumber(redis.call('HGET', KEYS[3], ahead) or '0') + tonumber(ARGV[3]) < now
  if isDead then
    redis.call('ZREM', KEYS[2], ahead)
    redis.call('HDEL', KEYS[3], ahead)
  end
until not isDead
if not ahead and redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('HDEL', KEYS[3], ARGV[1])
  return 1
end
if not redis.call('ZSCORE', KEYS[2], ARGV[1]) then
  local last = redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')
  redis.call('ZADD', KEYS[2], (last[2] or 0) + 1, ARGV[1])
end
redis.call('HSET', KEYS[3], ARGV[1], now)
redis.call('PEXPIRE', KEYS[2], 60000)
redis.call('PEXPIRE', KEYS[3], 60000)
return 0`);

/** KEYS: lease. ARGV: token, lifetime (ms). Returns 1 where the lease is still held. */
export const RENEW = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

/** KEYS: lease, queue, last asked. ARGV: token. Gives back a lease, or a place in the queue. */
export const RELEASE = script(`
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`);

/** KEYS: counter. ARGV: window (ms). */
export const INCREMENT = script(`
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`);
