import Contracts
import Foundation
import Testing

@testable import Links

@Suite struct `A link's token` {
    private static let signer = LinkSigner(key: [UInt8](0..<32))!
    private static let issued = Instant("2026-11-23T09:00:00Z")!
    private static let attempt = "019380f2-7c1a-7b3e-8a55-0123456789ab"
    private static let purposes: [LinkPurpose] = [
        .portal(case: 1, epoch: 0), .portal(case: Int64.max, epoch: 65_535), .portal(case: 4711, epoch: 3),
        .unsubscribe(attempt: attempt), .reply(case: 1), .reply(case: Int64.max),
    ]

    @Test(arguments: purposes)
    func `says what it is for and the day it was issued on`(_ purpose: LinkPurpose) throws {
        let opened = try #require(Self.signer.open(Self.signer.token(for: purpose, issued: Self.issued)))
        #expect(opened.purpose == purpose)
        #expect(opened.issuedOn == CivilDate("2026-11-23"))
    }

    @Test(arguments: purposes) func `is the same for the whole day`(_ purpose: LinkPurpose) {
        let evening = Self.issued.adding(.seconds(14 * 3600))
        #expect(
            Self.signer.token(for: purpose, issued: Self.issued) == Self.signer.token(for: purpose, issued: evening))
    }

    @Test(arguments: [
        (LinkPurpose.portal(case: 1, epoch: 0), 40), (.unsubscribe(attempt: attempt), 48), (.reply(case: 1), 38),
    ])
    func `is short and needs no escaping`(_ purpose: LinkPurpose, _ length: Int) {
        let token = Self.signer.token(for: purpose, issued: Self.issued)
        #expect(token.utf8.count == length)
        #expect(
            token.utf8.allSatisfy { byte in
                Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
                    || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_")
            })
    }

    @Test(arguments: purposes) func `opens no more once any bit of it changed`(_ purpose: LinkPurpose) throws {
        let whole = try bytes(of: Self.signer.token(for: purpose, issued: Self.issued))
        for index in whole.indices {
            for bit in 0..<8 {
                var changed = whole
                changed[index] ^= 1 << UInt8(bit)
                #expect(Self.signer.open(token(of: changed)) == nil, "byte \(index), bit \(bit)")
            }
        }
    }

    @Test(arguments: purposes) func `opens no more once it was cut or grew`(_ purpose: LinkPurpose) {
        let token = Self.signer.token(for: purpose, issued: Self.issued)
        for count in 0..<token.count { #expect(Self.signer.open(String(token.prefix(count))) == nil) }
        for tail in ["A", "AA", "AAA", "AAAA", " ", "%00"] { #expect(Self.signer.open(token + tail) == nil) }
    }

    @Test(arguments: purposes) func `opens with its own key only`(_ purpose: LinkPurpose) throws {
        let stranger = try #require(LinkSigner(key: [UInt8](1..<33)))
        #expect(Self.signer.open(stranger.token(for: purpose, issued: Self.issued)) == nil)
    }

    @Test func `serves no other purpose with the same number`() throws {
        let portal = try #require(
            Self.signer.open(Self.signer.token(for: .portal(case: 7, epoch: 0), issued: Self.issued)))
        let reply = try #require(Self.signer.open(Self.signer.token(for: .reply(case: 7), issued: Self.issued)))
        #expect(portal.purpose != reply.purpose)
        var relabelled = try bytes(of: Self.signer.token(for: .reply(case: 7), issued: Self.issued))
        relabelled[1] = 1
        #expect(Self.signer.open(token(of: relabelled)) == nil)
    }

    @Test(arguments: ["", "a", "ä", "....", String(repeating: "A", count: 40), String(repeating: "A", count: 100_000)])
    func `is never taken for one when it is anything else`(_ text: String) {
        #expect(Self.signer.open(text) == nil)
    }

    @Test func `needs a key of 32 bytes`() {
        #expect(LinkSigner(key: [UInt8](repeating: 1, count: 31)) == nil)
        #expect(LinkSigner(key: [UInt8](repeating: 1, count: 32)) != nil)
    }

    private func bytes(of token: String) throws -> [UInt8] {
        let standard = token.replacing("-", with: "+").replacing("_", with: "/")
        let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        return Array(try #require(Data(base64Encoded: padded)))
    }

    private func token(of bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

@Suite struct `The links of a reminder` {
    @Test(arguments: ["https://pay.example.com", "https://pay.example.com/"])
    func `lie behind the base and name their case and attempt`(_ base: String) throws {
        let signer = try #require(LinkSigner(key: [UInt8](0..<32)))
        let attempt = "019380f2-7c1a-7b3e-8a55-0123456789ab"
        let links = LinkMaker(base: base, signer: signer).links(case: 12, epoch: 2, attempt: attempt)
        #expect(links.portal.hasPrefix("https://pay.example.com/c/"))
        #expect(links.unsubscribe.hasPrefix("https://pay.example.com/u/"))
        #expect(signer.open(String(links.portal.dropFirst(26)))?.purpose == .portal(case: 12, epoch: 2))
        #expect(signer.open(String(links.unsubscribe.dropFirst(26)))?.purpose == .unsubscribe(attempt: attempt))
        #expect(signer.open(links.replyToken)?.purpose == .reply(case: 12))
    }
}
