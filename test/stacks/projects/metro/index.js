const unvoice = require("unvoice");
const { work } = require("./work.cjs");
const options = require("./options.json");

work(unvoice, options).then((report) => console.log(JSON.stringify(report)));
