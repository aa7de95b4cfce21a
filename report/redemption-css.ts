/** The looks of the redemption page: read at arm's length, on a phone, in a shop. */
export const REDEMPTION_CSS = `
main{max-width:460px;margin:0 auto;padding:16px 16px 40px;display:grid;gap:14px}
.status{border-radius:18px;padding:28px 20px;text-align:center;color:#fff}
.status svg{inline-size:96px;block-size:96px}
.status h1{font-size:30px;line-height:1.3;margin-block:8px 4px}
.status p{font-size:17px;line-height:1.5}
.good{background:#0b63a5}
.again{background:#46535f}
.stop{background:#b03a00}
.card{background:#fff;border:1px solid #e3e8ed;border-radius:14px;padding:18px}
.card h2{font-size:22px;line-height:1.35}
.card h3{font-size:15px;color:#5b6b7b;font-weight:600;margin-block-end:8px}
.benefit{font-size:19px;font-weight:700;color:#073f6b;margin-block-start:4px}
dl{display:grid;grid-template-columns:auto 1fr;gap:6px 14px;font-size:16px}
.card h2~dl{margin-block-start:14px}
dt{color:#5b6b7b}
dd{font-weight:600;text-align:end;overflow-wrap:anywhere}
.code{font-family:ui-monospace,Menlo,Consolas,monospace;letter-spacing:.04em}
ol{list-style:none;display:grid;gap:10px;font-size:15px}
ol time{display:block;color:#5b6b7b;font-size:13px}
.now{font-weight:600;margin-block-end:10px}
.zone{color:#5b6b7b;font-size:13px;text-align:center}
`;
