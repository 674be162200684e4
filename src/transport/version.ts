import { version } from "../../package.json";

/** This package's own version; the build puts it into the code. */
export const VERSION: string = version;
