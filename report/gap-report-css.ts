/**
 * The looks of the gap report on a screen and on paper; sides are logical, so that they mirror by themselves. Parts are set
 * apart by a bar: a dot is a nought among Persian digits and a semicolon in Greek.
 */
export const GAP_REPORT_CSS = `
main{max-width:1040px;margin:0 auto;padding:32px 24px 64px}
header{margin-block-end:20px}
header .kind{color:#0b63a5;font-weight:600;font-size:14px}
h1{font-size:30px;line-height:1.3;font-weight:700;margin-block:2px 6px}
header .about,.intro,.note,footer{color:#5b6b7b;font-size:14px}
section{background:#fff;border:1px solid #e3e8ed;border-radius:12px;padding:24px;margin-block-start:20px}
h2{font-size:20px;line-height:1.35;margin-block-end:4px}
h3{font-size:15px;margin-block:18px 4px}
.intro{max-width:76ch;margin-block-end:14px}
.headline{font-size:20px;font-weight:600;line-height:1.45;margin-block-end:16px}
.tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:12px;list-style:none}
.tiles li{border:1px solid #e3e8ed;border-radius:10px;padding:12px 14px}
.tiles .figure{display:flex;align-items:center;gap:8px;font-size:28px;font-weight:700;line-height:1.25}
.tiles .caption{display:block;font-size:13px;color:#5b6b7b;line-height:1.4}
.urgent{list-style:none;display:grid;gap:8px}
.urgent li,.remarks li{display:flex;gap:10px;align-items:baseline;font-size:15px}
.remarks{list-style:none;display:grid;gap:8px;margin-block-start:14px}
.sign{flex:none;vertical-align:-2px}
.place{font-weight:600}
.place .part+.part{font-weight:400;color:#46535f}
.part{unicode-bidi:isolate}
.part+.part::before{content:" | "}
.chart{overflow-x:auto;margin-block:8px 16px}
.chart svg{display:block;max-width:100%;height:auto;min-width:680px;margin-inline:auto}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th{font-weight:600;color:#5b6b7b;font-size:12.5px;text-align:start;vertical-align:bottom;border-block-end:2px solid #d3dae1;padding:6px 10px;line-height:1.35}
td{border-block-end:1px solid #e9edf1;padding:9px 10px;vertical-align:top}
tr:last-child>td{border-block-end:0}
th.number,td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td .under{display:block;font-weight:400;font-size:12.5px;color:#5b6b7b;white-space:nowrap}
td .place{display:inline-block;min-inline-size:11em}
td.strong{font-weight:700}
.bar{display:block;block-size:5px;border-radius:3px;background:#c04a00;margin-block-start:4px;margin-left:auto}
.none{color:#9aa5b1}
.method{padding-inline-start:20px;font-size:14px;display:grid;gap:6px;max-width:84ch}
.reasons{list-style:none;font-size:14px;columns:2;column-gap:28px}
.reasons li{break-inside:avoid;padding-block:4px}
.reasons .why{color:#5b6b7b;display:block;font-size:13px}
footer{margin-block-start:20px}
@media (max-width:720px){main{padding:20px 12px 40px}section{padding:16px}.tiles{grid-template-columns:repeat(2,1fr)}.reasons{columns:1}h1{font-size:24px}}
@media print{
@page{margin:14mm}
body{background:#fff;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:none;padding:0}
section{border:0;padding:0;margin-block-start:26px;border-radius:0}
.tiles,.urgent,tr,.chart{break-inside:avoid}
h2,h3,.intro{break-after:avoid}
.chart,.wide{overflow:visible}
.chart svg{min-width:0}
table{font-size:12px}
th,td{padding:5px 6px}
}
`;
