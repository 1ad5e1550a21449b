/// How the page looks: light or dark as the reader has it, narrow or wide, on screen or on paper.
enum Stylesheet {
  /// The SHA-256 of ``text`` in Base64, for the content security policy.
  static let digest = "7/T2nzaRMJXcgmckQVmucvS4w2cXtb+huJB09a6rLZM="

  /// The style; it holds neither `<` nor `&`, so that it reads the same as XML.
  static let text: StaticString = """
    :root {
      color-scheme: light dark;
      --page: #f5f6f8; --card: #ffffff; --ink: #1a2230; --soft: #556070; --line: #dfe3ea; --faint: #eef0f4;
      --accent: #0b62b0; --accent-back: #e3effa; --warn: #8a4600; --warn-back: #fdeedb;
      --c0: #0072b2; --c1: #d55e00; --c2: #00875f; --c3: #b0568f; --c4: #b98500; --c5: #3d96c9;
      --c6: #6b5fb5; --c7: #7a7f87; --heat: #0b62b0; --on-heat: #ffffff;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --page: #10141a; --card: #181e27; --ink: #e7ebf1; --soft: #a3aebd; --line: #2d3644; --faint: #222a35;
        --accent: #6db8ff; --accent-back: #15324d; --warn: #ffbf7a; --warn-back: #43290d;
        --c0: #56a8e8; --c1: #ff8f45; --c2: #2fc394; --c3: #e296c8; --c4: #e6bb3c; --c5: #9bd3f5;
        --c6: #ada2f0; --c7: #a3a9b3; --heat: #6db8ff; --on-heat: #08121c;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
    @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
    body {
      margin: 0 auto; padding: 0 1rem 4rem; max-width: 78rem; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
      overflow-wrap: anywhere;
    }
    h1, h2, h3, p, dl, ul, ol, figure, pre { margin: 0; }
    a { color: var(--accent); }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    code, pre, .target { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    code { font-size: .9em; }
    header { padding: 2.2rem 0 1.2rem; }
    .eyebrow { color: var(--soft); font-size: .85rem; }
    h1 { font-size: clamp(1.6rem, 4.5vw, 2.3rem); line-height: 1.2; letter-spacing: -.015em; }
    h1 .target { color: var(--accent); font-size: .95em; }
    h2 { font-size: 1.35rem; letter-spacing: -.01em; margin: 2.6rem 0 .9rem; }
    h3 { font-size: 1rem; }
    .note, .more, .empty { color: var(--soft); font-size: .88rem; }
    .more { padding-top: .5rem; }
    nav {
      position: sticky; top: 0; z-index: 2; background: var(--page); border-bottom: 1px solid var(--line);
      margin: 0 -1rem; padding: 0 1rem; overflow-x: auto;
    }
    nav ol { list-style: none; display: flex; gap: .2rem; padding: .4rem 0; }
    nav a {
      display: block; white-space: nowrap; padding: .25rem .65rem; border-radius: .5rem; color: var(--soft);
      text-decoration: none; font-size: .9rem;
    }
    nav a:hover { background: var(--faint); color: var(--ink); }
    nav a[aria-current] { background: var(--accent-back); color: var(--accent); font-weight: 600; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); gap: .9rem; }
    .tile, .card {
      background: var(--card); border: 1px solid var(--line); border-radius: .8rem; padding: 1rem 1.1rem;
      min-width: 0;
    }
    .tile-name { color: var(--soft); font-size: .85rem; }
    .tile-value { font-size: 1.9rem; font-weight: 650; line-height: 1.25; letter-spacing: -.02em; }
    .tile-detail { color: var(--soft); font-size: .82rem; }
    .card { margin-top: .9rem; }
    .card .note { margin-bottom: .5rem; }
    .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20.5rem), 1fr)); gap: .9rem; }
    .grid { margin-top: .9rem; }
    .grid .card { margin-top: 0; }
    .grid .wide { grid-column: 1 / -1; }
    @media (min-width: 48rem) { .grid .broad-card { grid-column: span 2; } }
    svg { display: block; width: 100%; height: auto; overflow: visible; }
    svg.chart { max-width: 34rem; margin-top: .5rem; }
    svg.chart.broad { max-width: none; min-width: 44rem; }
    svg.spark { width: 130px; height: 26px; flex: none; overflow: hidden; }
    svg text { font-size: 12px; fill: var(--soft); font-variant-numeric: tabular-nums; }
    svg text.name { fill: var(--ink); }
    svg text.strong { font-size: 15px; font-weight: 650; }
    svg text.on-heat { fill: var(--on-heat); }
    .grid-lines { stroke: var(--line); fill: none; }
    .base { stroke: var(--soft); fill: none; }
    .stem { stroke: var(--line); stroke-width: 4; fill: none; }
    .reference { stroke: var(--soft); stroke-dasharray: 5 4; fill: none; }
    .reference.strong { stroke: var(--c1); stroke-width: 1.5; }
    .marker { stroke: var(--ink); stroke-dasharray: 3 3; fill: none; }
    .strand { fill: none; stroke: var(--c7); stroke-opacity: .28; stroke-width: 1.2; stroke-linejoin: round; }
    .strand.good { stroke: var(--c0); stroke-opacity: .6; }
    .strand.best { stroke: var(--c1); stroke-opacity: 1; stroke-width: 2.4; }
    svg text.halo { paint-order: stroke; stroke: var(--card); stroke-width: 3px; stroke-linejoin: round; }
    .whisker { stroke: var(--ink); stroke-width: 1.3; fill: none; }
    .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
    .dot { stroke: var(--card); stroke-width: 1.2; }
    .point { fill-opacity: .55; }
    .overlapping { fill-opacity: .55; }
    .heat { fill: var(--heat); }
    .rest { fill: var(--line); }
    .s0 { stroke: var(--c0); } .s1 { stroke: var(--c1); stroke-dasharray: 7 3; }
    .s2 { stroke: var(--c2); stroke-dasharray: 2 2; } .s3 { stroke: var(--c3); stroke-dasharray: 9 3 2 3; }
    .s4 { stroke: var(--c4); stroke-dasharray: 12 3; } .s5 { stroke: var(--c5); stroke-dasharray: 4 2; }
    .s6 { stroke: var(--c6); stroke-dasharray: 7 2 2 2 2 2; } .s7 { stroke: var(--c7); }
    .f0 { fill: var(--c0); } .f1 { fill: var(--c1); } .f2 { fill: var(--c2); } .f3 { fill: var(--c3); }
    .f4 { fill: var(--c4); } .f5 { fill: var(--c5); } .f6 { fill: var(--c6); } .f7 { fill: var(--c7); }
    .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1rem; padding: .4rem 0 0; }
    .legend li { display: flex; align-items: center; gap: .4rem; font-size: .82rem; color: var(--soft); }
    .legend svg { width: 22px; height: 10px; flex: none; }
    .distribution { display: flex; align-items: center; gap: .6rem; color: var(--soft); font-size: .8rem; }
    .notice {
      background: var(--warn-back); color: var(--warn); border-radius: .6rem; padding: .7rem 1rem;
      margin-bottom: .9rem; font-weight: 600;
    }
    .facts { display: flex; flex-wrap: wrap; gap: .7rem 2.2rem; padding: .9rem .1rem .3rem; }
    h2 + .facts { padding-top: 0; }
    .facts div { min-width: 0; max-width: 100%; }
    dt { color: var(--soft); font-size: .8rem; }
    dd { margin: 0; }
    .scroll { overflow-x: auto; margin-top: .5rem; }
    table { border-collapse: collapse; width: 100%; font-size: .88rem; overflow-wrap: normal; }
    caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    th, td { text-align: left; padding: .38rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; }
    tr > :first-child { padding-left: .2rem; }
    thead th { color: var(--soft); font-weight: 600; font-size: .8rem; white-space: nowrap; }
    thead button { all: unset; cursor: pointer; }
    thead button:hover { color: var(--ink); }
    thead button:focus-visible { outline: 2px solid var(--accent); }
    [aria-sort=ascending] button::after { content: " ↑"; }
    [aria-sort=descending] button::after { content: " ↓"; }
    tbody th { font-weight: 550; }
    tbody tr:hover { background: var(--faint); }
    .grid .card:not(.broad-card):not(.wide) :is(th, td) { padding-left: .35rem; padding-right: .35rem; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .spread { color: var(--soft); }
    .badge {
      display: inline-block; border-radius: .4rem; padding: 0 .45rem; font-size: .78rem; font-weight: 600;
      background: var(--faint); color: var(--soft);
    }
    .badge.warning { background: var(--warn-back); color: var(--warn); }
    .badge.accent { background: var(--accent-back); color: var(--accent); }
    .diagnostics { list-style: none; padding: .3rem 0 0; }
    .diagnostics li { display: flex; gap: .7rem; padding: .3rem 0; align-items: baseline; }
    .diagnostics .badge { flex: none; min-width: 4.6rem; text-align: center; }
    .diagnostics .code { color: var(--soft); font-size: .8rem; }
    summary { cursor: pointer; }
    .parameters { display: block; color: var(--soft); white-space: pre-wrap; max-width: 30rem; }
    pre {
      background: var(--faint); border-radius: .5rem; padding: .7rem .9rem; margin-top: .5rem; overflow-x: auto;
      font-size: .85rem; line-height: 1.45;
    }
    .tip {
      position: fixed; left: 0; top: 0; z-index: 3; pointer-events: none; max-width: min(22rem, 90vw);
      background: var(--ink); color: var(--page); border-radius: .4rem; padding: .25rem .55rem;
      font-size: .8rem; white-space: pre-line;
    }
    @media (max-width: 40rem) { th, td { padding-left: .4rem; padding-right: .4rem; } }
    @media print {
      body { max-width: none; padding: 0; background: #fff; }
      nav { display: none; }
      .card, .tile { break-inside: avoid; }
      .scroll { overflow: visible; }
      h2, h3 { break-after: avoid; }
    }
    """
}
