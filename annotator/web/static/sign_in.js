"use strict";

const says = document.getElementById("says");
const form = document.getElementById("form");
const button = document.getElementById("enter");

async function enter(shown) {
  button.disabled = true;
  says.textContent = "";
  try {
    const answer = await fetch("/sign-in", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(shown),
    });
    if (answer.ok) {
      location.replace("/");
      return;
    }
    says.textContent = await answer.text();
  } catch {
    says.textContent = "The server does not answer. Try again.";
  }
  button.disabled = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  enter({ name: form.elements.name.value, password: form.elements.password.value });
});

// A link's token stands behind the #, which browsers keep to themselves: no log of any server has it.
function enterByLink() {
  const link = location.hash.slice(1);
  if (link) {
    history.replaceState(null, "", "/");
    enter({ link });
  }
}
window.addEventListener("hashchange", enterByLink);
enterByLink();
