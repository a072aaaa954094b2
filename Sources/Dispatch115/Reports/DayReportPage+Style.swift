// How the day's report looks: on a screen, on a phone and on paper.

extension DayReportPage {
    static let style = """
        @page { size: A4; margin: 14mm; }
        :root { --ink: #17202a; --quiet: #5d6b78; --line: #c9d2da; --fill: #2f6690; --soft: #eef2f5; }
        * { box-sizing: border-box; }
        body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: #fff; margin: 0 auto;
          max-width: 56rem; padding: 1rem; }
        h1 { font-size: 1.5rem; margin: 0; }
        h2 { font-size: 1.1rem; margin: 0 0 .5rem; break-after: avoid; }
        header p { margin: .15rem 0; }
        section { margin: 1.6rem 0; break-inside: avoid; }
        .quiet, .twin, figcaption { color: var(--quiet); }
        .twin { font-size: .82em; font-weight: normal; }
        footer { font-size: .85rem; border-top: 1px solid var(--line); padding-top: .6rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .5rem;
          margin: 1rem 0; }
        .tiles div { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .7rem; }
        .tiles b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin: 0 0 .6rem; }
        th, td { padding: .22rem .5rem; border-bottom: 1px solid var(--line); text-align: right;
          vertical-align: baseline; }
        th:first-child, tbody th { text-align: left; font-weight: normal; }
        td { white-space: nowrap; }
        thead th { font-weight: 600; border-bottom: 2px solid var(--ink); }
        thead th .twin { display: block; }
        .meter { width: 40%; text-align: left; }
        .meter span { display: inline-block; height: .7em; background: var(--fill); min-width: 1px; }
        figure { margin: 0; max-width: 40rem; }
        figcaption { font-size: .85rem; }
        svg { width: 100%; height: auto; display: block; font: 11px sans-serif; }
        svg text { fill: var(--ink); }
        svg .small { font-size: 9px; }
        svg .strong { font-weight: bold; font-size: 13px; }
        svg .bar { fill: var(--fill); }
        svg .dot { fill: var(--fill); fill-opacity: .35; }
        svg .axis { stroke: var(--line); }
        svg .mark { stroke: var(--ink); stroke-width: 2; }
        svg .target { fill: #b3261e; }
        @media (max-width: 34rem) { body { padding: .7rem; font-size: 14px; }
          th, td { padding: .2rem .22rem; } tbody th .twin { display: block; }
          tbody th { min-width: 6.2rem; } thead th { font-size: .85em; } }
        @media print { body { padding: 0; max-width: none; font-size: 10pt; }
          .tiles div { background: #fff; } .wide { overflow: visible; }
          .meter span, svg .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        """
}
