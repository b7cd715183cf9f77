// Keeps the page as the application is, without reloading it. All of it works without this script, only less lively.
(() => {
	"use strict";

	const page = document.body.dataset.page;
	const status = document.getElementById("status");
	const offline = document.getElementById("offline");

	const announce = (text) => {
		status.textContent = text;
	};

	// By how long the server says that is left, since the clock of this machine may be wrong
	const setDeadline = (timer, seconds) => {
		timer.deadline = Date.now() + Number(seconds) * 1000;
	};

	const enhance = (root) => {
		root.querySelectorAll("[data-copy]").forEach((button) => {
			button.hidden = false;
		});
		root.querySelectorAll("time").forEach((time) => {
			const moment = new Date(time.dateTime);
			const today = moment.toDateString() === new Date().toDateString();
			time.textContent = today ? moment.toLocaleTimeString() : moment.toLocaleString();
		});
		root.querySelectorAll("[data-seconds]").forEach((timer) => setDeadline(timer, timer.dataset.seconds));
	};

	const tick = () => document.querySelectorAll("[data-seconds]").forEach((timer) => {
		const left = Math.max(0, Math.round((timer.deadline - Date.now()) / 1000));
		const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
		if (timer.textContent === text) {
			return;
		}
		timer.textContent = text;
		if (left === 60) {
			announce("The code expires in one minute.");
		}
		else if (left === 0) {
			refresh();
		}
	});

	const replace = (old, card) => {
		const focused = old.contains(document.activeElement) ? document.activeElement : null;
		old.replaceWith(card);
		enhance(card);
		const heading = card.querySelector("h2");
		const code = card.querySelector(".code .visually-hidden");
		const notice = card.querySelector("[role=alert]");
		if (focused) {
			const same = focused.value && card.querySelector(`button[value="${CSS.escape(focused.value)}"]`);
			(same || heading).focus();
		}
		if (!notice) {
			announce(code ? `${heading.textContent}: ${code.textContent}` : heading.textContent);
		}
	};

	const keep = (old, card) => {
		card.querySelectorAll("input[type=hidden]").forEach((field) => {
			old.querySelector(`input[name="${CSS.escape(field.name)}"]`).value = field.value;
		});
		card.querySelectorAll("[data-seconds]").forEach((timer, index) => {
			setDeadline(old.querySelectorAll("[data-seconds]")[index], timer.dataset.seconds);
		});
	};

	const show = async (response) => {
		const next = new DOMParser().parseFromString(await response.text(), "text/html");
		const cards = next.querySelectorAll("#cards > .card");
		if (cards.length === 0 && response.status >= 500) {
			throw new Error(`The application answers ${response.status}`);
		}
		if (cards.length === 0) {
			// The application wants something else first, such as a login
			location.reload();
			return;
		}
		document.title = next.title;
		cards.forEach((card) => {
			const old = document.getElementById(card.id);
			if (!old) {
				location.reload();
			}
			else if (old.dataset.version === card.dataset.version) {
				keep(old, card);
			}
			else {
				replace(old, document.importNode(card, true));
			}
		});
		offline.hidden = true;
	};

	let refreshing = false;
	let again = false;

	const refresh = async () => {
		again = refreshing;
		if (refreshing) {
			return;
		}
		refreshing = true;
		try {
			await show(await fetch(page, { headers: { Accept: "text/html" }, redirect: "manual", cache: "no-store" }));
		}
		catch (error) {
			offline.hidden = false;
		}
		finally {
			refreshing = false;
			if (again) {
				refresh();
			}
		}
	};

	const submit = async (form, button) => {
		form.setAttribute("aria-busy", "true");
		const fields = new URLSearchParams(new FormData(form));
		fields.set(button.name, button.value);
		try {
			await show(await fetch(page, { method: "POST", headers: { Accept: "text/html" }, body: fields }));
		}
		catch (error) {
			refresh();
		}
		finally {
			form.removeAttribute("aria-busy");
		}
	};

	const copy = async (button) => {
		const characters = button.parentElement.querySelector(".characters");
		let copied = true;
		try {
			await navigator.clipboard.writeText(button.dataset.copy);
		}
		catch (error) {
			// Browsers have no clipboard for pages over plain http
			getSelection().selectAllChildren(characters);
			copied = document.execCommand("copy");
		}
		button.textContent = copied ? "Copied" : "Press Ctrl+C";
		announce(copied ? "The code is copied." : "The code is selected. Press Ctrl+C to copy it.");
		setTimeout(() => {
			button.textContent = "Copy code";
		}, 2500);
	};

	let silence;

	const listen = () => {
		const events = new EventSource(`${page}/events`);
		events.onopen = () => {
			clearTimeout(silence);
			silence = undefined;
			offline.hidden = true;
		};
		events.onmessage = refresh;
		events.onerror = () => {
			// Each failed attempt to reconnect is another error and must not put this off
			silence ??= setTimeout(() => {
				silence = undefined;
				refresh();
			}, 8000);
			if (events.readyState === EventSource.CLOSED) {
				setTimeout(() => {
					refresh();
					listen();
				}, 10000);
			}
		};
	};

	document.addEventListener("submit", (event) => {
		event.preventDefault();
		if (event.target.getAttribute("aria-busy") !== "true") {
			submit(event.target, event.submitter);
		}
	});
	document.addEventListener("click", (event) => {
		const button = event.target.closest("[data-copy]");
		if (button) {
			copy(button);
		}
	});
	document.addEventListener("visibilitychange", () => {
		if (document.visibilityState === "visible") {
			refresh();
		}
	});
	enhance(document);
	setInterval(tick, 500);
	listen();
})();
