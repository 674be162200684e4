// The same through `require`.
const { work } = require("./work.cjs");

work({
  root: require("unvoice"),
  reflex: require("unvoice/reflex"),
  txn: require("unvoice/txn"),
  bolt11: require("unvoice/bolt11"),
  sandbox: require("unvoice/sandbox"),
}).then((done) => console.log(JSON.stringify(done)));
