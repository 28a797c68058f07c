import Crypto
import Foundation

/// How the pages look: one column, readable on a phone, light or dark as the reader has it.
struct PageStyle: Sendable {
    let css: String

    /// - Parameter colour: `#rrggbb`, dark enough to carry white text.
    init(colour: String) {
        css = ":root{--brand:\(colour)}" + Self.rules
    }

    /// What a content security policy names the style by.
    var hash: String {
        "sha256-" + Data(SHA256.hash(data: Data(css.utf8))).base64EncodedString()
    }

    static let neutral = PageStyle(colour: "#33475b")

    private static let rules = """
        :root{color-scheme:light dark;--ground:#f4f5f7;--card:#fff;--text:#1c2430;--soft:#566072;--line:#dde1e7;\
        --late:#a3231b}\
        @media(prefers-color-scheme:dark){:root{--ground:#12161c;--card:#1b212a;--text:#e8ebf0;--soft:#a3adbb;\
        --line:#313a47;--late:#ff9d94}}\
        *{box-sizing:border-box}\
        body{margin:0;background:var(--ground);color:var(--text);\
        font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
        overflow-wrap:anywhere}\
        header{background:var(--brand);color:#fff}\
        header>div,main,footer{max-width:42rem;margin:0 auto;padding:1rem 1.25rem}\
        header>div{display:flex;align-items:center;gap:.75rem;font-weight:600;font-size:1.125rem;min-height:3.75rem}\
        header img{max-height:2.25rem;max-width:10rem;background:#fff;border-radius:.25rem;padding:.2rem}\
        main{padding-top:1.75rem}\
        h1{font-size:1.6rem;line-height:1.25;margin:0 0 .35rem;letter-spacing:-.01em}\
        h2{font-size:1.05rem;margin:0}\
        p{margin:.35rem 0 0}\
        .soft{color:var(--soft)}\
        .card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;\
        margin-top:1.25rem}\
        dl{margin:0;display:grid;gap:.4rem}\
        dl div{display:flex;justify-content:space-between;gap:1.5rem}\
        dt{color:var(--soft)}\
        dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}\
        .total{border-top:1px solid var(--line);padding-top:.6rem;margin-top:.2rem;font-size:1.3rem;font-weight:700}\
        .total dt{color:inherit}\
        ul.items{list-style:none;margin:0;padding:0}\
        ul.items li{padding:1rem 0;border-top:1px solid var(--line)}\
        ul.items li:first-child{border-top:0;padding-top:.25rem}\
        ul.items li:last-child{padding-bottom:0}\
        .row{display:flex;justify-content:space-between;align-items:baseline;gap:1.5rem}\
        .row strong{white-space:nowrap;font-variant-numeric:tabular-nums}\
        .row h3{font-size:1rem;margin:0;font-weight:600}\
        .facts{font-size:.9375rem;color:var(--soft);margin:.15rem 0 0}\
        .facts.late{color:var(--late);font-weight:600}.facts.now{color:var(--text);font-weight:600}\
        .tag{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .6rem;font-size:.8125rem}\
        form{margin:1.25rem 0 0}\
        button{font:inherit;font-weight:600;color:#fff;background:var(--brand);border:1px solid transparent;\
        border-radius:.6rem;padding:.85rem 1.25rem;width:100%;min-height:3.1rem;cursor:pointer}\
        button:hover{filter:brightness(1.12)}\
        @media(prefers-color-scheme:dark){button{border-color:var(--soft)}}\
        :focus-visible{outline:3px solid #f5a524;outline-offset:2px}\
        footer{color:var(--soft);font-size:.9375rem;padding-bottom:3rem}\
        footer nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem 1.1rem;margin:1.1rem 0 0;padding:0}\
        footer nav a,footer nav [aria-current]{display:inline-block;padding:.35rem 0}\
        a{color:var(--brand)}.after{margin-top:1.25rem}.phone{white-space:nowrap}\
        @media(prefers-color-scheme:dark){a{color:#9cc7ff}}\
        address{font-style:normal}\
        .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        """
}
