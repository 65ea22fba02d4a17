const FIRST_RETRY_MS = 400;
/** Trades how soon people are back after a restart against calls to a server that is down: at most ten a minute each. */
const LAST_RETRY_MS = 6_000;

/** Waits between tries: longer after each failure, and cut short when there is reason for hope. */
export class Patience {
  private readonly sleepers = new Set<() => void>();
  private failed = 0;

  /** Tries in a row that failed. */
  get failures(): number {
    return this.failed;
  }

  /** Waits after a failure, at least `atLeastMs`, with chance in it so that a restarted server is not met by all at once. */
  async afterFailure(atLeastMs: number): Promise<void> {
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failed) * (0.5 + Math.random());
    this.failed += 1;
    await this.sleep(Math.max(wait, atLeastMs));
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.sleepers.delete(done);
        resolve();
      };
      const timer = window.setTimeout(done, ms);
      this.sleepers.add(done);
    });
  }

  /** Ends all waiting, and begins anew with short waits. */
  hope(): void {
    this.failed = 0;
    for (const done of this.sleepers) done();
  }
}
