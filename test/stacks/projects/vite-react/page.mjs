import { createElement, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import * as unvoice from "unvoice";
import options from "./options.json";
import { work } from "./work.mjs";

function Report() {
  const [text, setText] = useState("");
  useEffect(() => {
    const shown = (value) => setText(typeof value === "string" ? value : JSON.stringify(value));
    work(unvoice, { ...options, dangerouslyAllowBrowser: true }).then(shown, (error) => shown(String(error)));
  }, []);
  return createElement("pre", { id: "report" }, text);
}
createRoot(document.querySelector("#root")).render(createElement(Report));
