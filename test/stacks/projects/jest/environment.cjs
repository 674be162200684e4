const { TestEnvironment } = require("jest-environment-jsdom");

/** jsdom, with Node's fetch under a name of its own. */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.nodeFetch = fetch;
  }
};
