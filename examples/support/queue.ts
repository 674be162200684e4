/** Jobs as text, in memory: what a queue such as BullMQ does between machines. */
export class Queue {
  readonly #jobs: string[];

  constructor(jobs: readonly string[]) {
    this.#jobs = [...jobs];
  }

  /** Does jobs until there are none. One that fails is put back, behind the others. */
  async work(run: (job: string) => Promise<void>, onFailure: (error: Error) => void): Promise<void> {
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) {
      try {
        await run(job);
      } catch (error) {
        onFailure(error as Error);
        this.#jobs.push(job);
      }
    }
  }
}
