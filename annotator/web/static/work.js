"use strict";

// The terminal itself is textual.js, which says by the class -closed that its connection is gone.
// Why that is, the server knows; where it is there and has nothing against it, the page loads anew.

const body = document.body;
const veil = document.getElementById("veil");
const says = document.getElementById("says");
const again = document.getElementById("again");
const PAUSE = 1000; // milliseconds between two tries to reach the server

function tell(sentence, offer) {
  says.textContent = sentence;
  again.hidden = !offer;
  again.textContent = offer || "";
  veil.hidden = false;
  if (offer) again.focus();
}

async function ask() {
  try {
    const answer = await fetch("/state?page=" + encodeURIComponent(body.dataset.page));
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function closed() {
  const told = await ask();
  if (told === null) {
    tell("The server cannot be reached. What you did is saved. Trying again …", "");
    setTimeout(closed, PAUSE);
  } else if (told.state === "here") {
    tell("The connection broke. What you did is saved. Coming back …", "");
    location.reload();
  } else {
    tell(told.says, told.state === "signed-out" ? "Sign in" : "Go on here");
  }
}

new MutationObserver((_, observer) => {
  if (body.classList.contains("-closed")) {
    observer.disconnect();
    closed();
  } else if (body.classList.contains("-loaded")) {
    focusTerminal();
  }
}).observe(body, { attributeFilter: ["class"] });

again.addEventListener("click", () => location.replace("/"));

document.getElementById("leave").addEventListener("click", async () => {
  await fetch("/sign-out", { method: "POST" }).catch(() => null);
  location.replace("/");
});

// Keys belong to the terminal, wherever one has clicked. (Before its connection is open it fails to say so.)
function focusTerminal() {
  const keys = document.querySelector(".xterm-helper-textarea");
  if (keys && veil.hidden) keys.focus();
}
document.getElementById("terminal").addEventListener("click", focusTerminal);
document.querySelector("header").addEventListener("mouseup", (event) => {
  if (event.target.tagName !== "BUTTON") focusTerminal();
});
