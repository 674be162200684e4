/**
 * What a switch can be set to: words or numbers of which the first is the default, or a number of the caller's own.
 */
export type Choices<Guesses> = {
  [Name in keyof Guesses]: number extends Guesses[Name] ? OwnNumber : readonly [Guesses[Name], ...Guesses[Name][]];
};

/** A whole number from `least` up, or, where there is one, a word for "no such limit". */
interface OwnNumber {
  least: number;
  standard: number | "none";
}

/**
 * Completes a caller's guesses with the defaults. `undefined` and `null` are left out.
 *
 * @param where what the guesses are called in a refusal: "reflex.guesses".
 * @throws TypeError for a name that is no switch, or a value that its switch does not have.
 */
export function completeGuesses<Guesses extends object>(
  where: string,
  chosen: Partial<Guesses> | null | undefined,
  choices: Choices<Guesses>,
): Guesses {
  const guesses = Object.fromEntries(
    Object.entries<readonly unknown[] | OwnNumber>(choices).map(([name, choice]) => [name, standardOf(choice)]),
  );
  for (const [name, value] of Object.entries(chosen ?? {})) {
    if (!Object.hasOwn(choices, name)) {
      throw new TypeError(`sandbox: ${where} has no ${name}; it has ${Object.keys(choices).join(", ")}`);
    }
    if (value === undefined || value === null) continue;
    const problem = problemOf(value, choices[name as keyof Guesses]);
    if (problem !== undefined) throw new TypeError(`sandbox: ${where}.${name} ${problem}`);
    guesses[name] = value;
  }
  return guesses as Guesses;
}

function standardOf(choice: readonly unknown[] | OwnNumber): unknown {
  return isOwnNumber(choice) ? choice.standard : choice[0];
}

function problemOf(value: unknown, choice: readonly unknown[] | OwnNumber): string | undefined {
  if (!isOwnNumber(choice)) {
    return choice.includes(value) ? undefined : `is one of ${choice.map((one) => JSON.stringify(one)).join(", ")}`;
  }
  if (value === "none" && choice.least === 1) return undefined;
  if (Number.isSafeInteger(value) && Number(value) >= choice.least) return undefined;
  return choice.least === 1 ? 'is a whole number from 1 up, or "none"' : "is a whole number";
}

function isOwnNumber(choice: readonly unknown[] | OwnNumber): choice is OwnNumber {
  return "standard" in choice;
}
