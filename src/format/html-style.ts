/** The page's style: light and dark, wide and narrow, and on paper. Each pair of colours has a contrast of 4.5 or more. */
export const style = `
:root{color-scheme:light dark;--back:#fff;--text:#1c2128;--soft:#57606a;--line:#d0d7de;--head:#f6f8fa;
--limit:#8c959f;--shared:#0969da;--bad:#b3261e;--bad-back:#ffe9e7;--warn:#7a4d00;--warn-back:#fff3d1;
--calm:#0a5d78;--calm-back:#e0f2f8;--good:#176629;--good-back:#e4f5e7}
@media screen and (prefers-color-scheme:dark){:root{--back:#0d1117;--text:#e6edf3;--soft:#a3adb8;--line:#30363d;
--head:#161b22;--limit:#6e7681;--shared:#58a6ff;--bad:#ffa198;--bad-back:#4a1512;--warn:#f2cc60;--warn-back:#3d2c00;
--calm:#8fd3ea;--calm-back:#06303f;--good:#8ddb9a;--good-back:#0f3318}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1400px;padding:1.5rem;background:var(--back);color:var(--text);
font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
h1{margin:0 0 .25rem;font-size:1.6rem;line-height:1.2}
h2{margin:2rem 0 .6rem;font-size:1.1rem}
p{margin:.2rem 0}
header p,footer,section>p{color:var(--soft)}
footer{margin-top:2rem;font-size:.9em}
code,.path{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.92em}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.75rem;margin:0}
.figures div{border:1px solid var(--line);border-radius:8px;padding:.7rem .9rem}
dt{color:var(--soft);font-size:.9em}
dd{margin:.15rem 0 0;font-size:1.05rem;font-weight:600}
table{width:100%;border-collapse:collapse}
th,td{padding:.5rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400;
overflow-wrap:anywhere}
thead th{background:var(--head);color:var(--soft);font-size:.86em;font-weight:600;overflow-wrap:normal}
.number{text-align:right;font-variant-numeric:tabular-nums}
.pods{table-layout:fixed}
.pods th:nth-child(1){width:7.2rem}
.pods th:nth-child(2){width:19%}
.pods th:nth-child(3){width:14%}
.pods th:nth-child(4){width:22%}
.pods th:nth-child(5){width:6rem}
.name{display:block;font-weight:600}
.small{display:block;color:var(--soft);font-size:.86em}
.raise{color:var(--bad);font-weight:600}
.risk{display:inline-block;padding:.05rem .5rem;border-radius:1rem;font-size:.86em;font-weight:600;white-space:nowrap;
border:1px solid currentColor}
.error,.unbounded{color:var(--bad);background:var(--bad-back)}
.oom-risk,.disk,.needs-shm{color:var(--warn);background:var(--warn-back)}
.unknown{color:var(--calm);background:var(--calm-back)}
.ok{color:var(--good);background:var(--good-back)}
.bars{display:grid;gap:3px;padding:.3rem 0 .25rem}
.bar{height:9px;border-radius:2px;min-width:2px;background:var(--limit)}
.bar.shared,.key.shared{background:var(--shared)}
.bar.shared.error,.bar.shared.unbounded{background:var(--bad)}
.bar.shared.oom-risk{background:var(--warn)}
.bar.open,.key.open{background:repeating-linear-gradient(135deg,var(--bad) 0 4px,transparent 4px 8px);border:1px solid var(--bad)}
.key{display:inline-block;width:1.6rem;height:9px;border-radius:2px;background:var(--limit)}
td p{font-size:.95em}
td p+p{color:var(--soft)}
@media screen and (max-width:760px){
body{padding:1rem}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody,tr,th,td{display:block;width:auto!important}
tr{border:1px solid var(--line);border-radius:8px;margin-bottom:.75rem;padding:.5rem .8rem}
th,td{border:0;padding:.25rem 0}
td::before{content:attr(data-label);display:block;color:var(--soft);font-size:.8em}
td[data-label="Risk"]::before{content:none}
.idle{display:none}
.numbers th{font-weight:600}
.numbers td{display:flex;justify-content:space-between;text-align:right}
.numbers td::before{font-size:.95em}
}
@page{size:landscape;margin:12mm}
@media print{
body{max-width:none;padding:0;font-size:9pt}
tr,.figures div{break-inside:avoid}
thead{display:table-header-group}
.bar,.key,.risk,thead th{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.figures{grid-template-columns:repeat(4,1fr)}
.pods th:nth-child(1){width:6.8rem}
.pods th:nth-child(2){width:17%}
.pods th:nth-child(3){width:13%}
.pods th:nth-child(4){width:20%}
.pods th:nth-child(5){width:4.5rem}
}
`;
