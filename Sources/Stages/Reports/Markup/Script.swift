/// What the page does where JavaScript is allowed: tables sort by their headings, the navigation follows the
/// reader, the titles of chart elements show at once, and folded parts open for printing.
enum Script {
  /// The SHA-256 of ``text`` in Base64, for the content security policy.
  static let digest = "Tk1V2mAwsYwz6NcKYdgzdxlYuOYomIsr1MoxaTC91UI="

  /// The script; `CDATA` because a script that is read as XML may not hold `<` and `&`.
  static let text: StaticString = """
    //<![CDATA[
    "use strict";
    for (const table of document.querySelectorAll("table.sortable")) {
      const headings = table.tHead.rows[0].cells, body = table.tBodies[0];
      const value = (row, column) => {
        const cell = row.cells[column], key = cell.dataset.sort;
        return key !== undefined ? Number(key) : cell.classList.contains("number") ? NaN : cell.textContent;
      };
      Array.from(headings).forEach((heading, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...heading.childNodes);
        heading.append(button);
        button.addEventListener("click", () => {
          const sign = heading.ariaSort === "ascending" ? -1 : 1;
          for (const other of headings) other.ariaSort = null;
          heading.ariaSort = sign > 0 ? "ascending" : "descending";
          const isLast = (x) => typeof x === "number" && isNaN(x);
          body.append(...Array.from(body.rows).sort((left, right) => {
            const a = value(left, column), b = value(right, column);
            if (isLast(a) || isLast(b)) return isLast(a) - isLast(b);
            return sign * (typeof a === "number" ? a - b : a.localeCompare(b));
          }));
        });
      });
    }
    const links = new Map(Array.from(document.querySelectorAll("nav a"),
      (link) => [link.getAttribute("href").slice(1), link]));
    const visible = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) visible[entry.isIntersecting ? "add" : "delete"](entry.target.id);
      let isFound = false;
      for (const [id, link] of links) {
        const isCurrent = !isFound && visible.has(id);
        isFound = isFound || isCurrent;
        if (isCurrent) {
          link.setAttribute("aria-current", "true");
          link.closest("nav").scrollLeft = link.offsetLeft - 16;
        } else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-10% 0px -60% 0px" });
    for (const section of document.querySelectorAll("main > section")) observer.observe(section);
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.hidden = true;
    tip.ariaHidden = "true";
    document.body.append(tip);
    for (const title of document.querySelectorAll("svg title")) {
      const owner = title.parentElement;
      owner.setAttribute("aria-label", title.textContent);
      if (owner.localName !== "svg") owner.dataset.tip = title.textContent;
      title.remove();
    }
    document.addEventListener("pointermove", (event) => {
      const owner = event.target.closest ? event.target.closest("[data-tip]") : null;
      tip.hidden = !owner;
      if (!owner) return;
      tip.textContent = owner.dataset.tip;
      const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
      const below = event.clientY + 18;
      const top = below + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : below;
      tip.style.transform = `translate(${Math.max(left, 4)}px, ${top}px)`;
    });
    addEventListener("beforeprint", () => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    //]]>
    """
}
