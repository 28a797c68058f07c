import Foundation
import TestSupport

/// A mail as Python's `email` package reads it.
struct MailReader: Decodable {
    let headers: [String: [String]]
    let addresses: [String: [[String]]]
    let defects: [String]
    let parts: [Part]

    struct Part: Decodable {
        let type: String
        let text: String
    }

    private static let script = """
        import email, email.header, email.policy, email.utils, json, sys
        raw = open(sys.argv[1], 'rb').read()
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        headers, addresses, defects = {}, {}, [repr(d) for p in mail.walk() for d in p.defects]
        for name, value in mail.items():
            headers.setdefault(name, []).append(str(value))
            defects += [name + repr(d) for d in value.defects]
        # The newer parser puts a space between two encoded words of a name; RFC 2047 §6.2 says none.
        for name, value in email.message_from_bytes(raw, policy=email.policy.compat32).items():
            if hasattr(mail[name], 'addresses'):
                found = email.utils.getaddresses([value])
                decoded = [[str(email.header.make_header(email.header.decode_header(n))), a] for n, a in found]
                assert [a for _, a in decoded] == [a.addr_spec for a in mail[name].addresses]
                addresses[name] = decoded
        parts = [{'type': p.get_content_type(), 'text': p.get_content().replace('\\r\\n', '\\n')}
                 for p in mail.walk() if not p.is_multipart()]
        sys.stdout.write(json.dumps(dict(headers=headers, addresses=addresses, defects=defects, parts=parts)))
        """

    init(_ content: Data) throws {
        let folder = try PeerFolder()
        try content.write(to: folder.url.appending(path: "mail"))
        let output = try Command.run(["/usr/bin/python3", "-c", Self.script, folder.path("mail")])
        self = try JSONDecoder().decode(MailReader.self, from: Data(output.utf8))
    }
}
