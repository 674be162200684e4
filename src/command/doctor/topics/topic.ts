/** A guess about a service: what is documented, what is assumed, and what each reading means for whoever uses the service. */
export interface Topic {
  /** The sandbox's switch. */
  name: string;
  documented: string;
  /** The reading that the sandbox has unless told otherwise, in words. */
  guessed: string;
  /** How the doctor finds out: by reading, with a wrong key (--probe-auth), by a push (--allow-push), or not at all. */
  by: "reading" | "--probe-auth" | "--allow-push" | "nothing";
  /** What a reading means, by the switch's value; "*" for any other. */
  means: Record<string, string>;
}

/** A topic as it is written down: nothing documented, and seen by reading, unless it says otherwise. */
export type TopicNote = Omit<Topic, "documented" | "by"> & Partial<Topic>;

/** Completes topics with what is not said. */
export function completeTopics(notes: readonly TopicNote[]): Topic[] {
  return notes.map((note) => ({ documented: "nothing", by: "reading", ...note }));
}
