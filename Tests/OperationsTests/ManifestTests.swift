import Foundation
import TestSupport
import Testing

/// `topology/kubernetes` and `docker/compose.yaml`, by their schemas and by what the executables say of them.
@Suite struct `Manifests` {
    /// The checker's findings about a copy of the repository's manifests.
    private func findings(_ root: URL) throws -> String {
        let folder = try PeerFolder()
        let authority = try CertificateAuthority(new: URL(filePath: folder.path("tls")))
        let files = try authority.sign("/CN=worker")
        for (from, to) in [(authority.file, "ca.crt"), (files.certificate, "tls.crt"), (files.key, "tls.key")] {
            try FileManager.default.copyItem(atPath: from, toPath: folder.path("tls/\(to)"))
        }
        let ending = try Command.capture([
            Repository.python, Repository.tests.appending(path: "check_manifests.py").path, root.path,
            Repository.products.path, folder.path("tls"),
        ])
        guard ending.status == 0 || !ending.output.isEmpty else {
            throw CommandFailure(command: "check_manifests.py", status: ending.status, output: ending.errors)
        }
        return ending.output
    }

    @Test func `fit their schemas, each other, and the settings of the workers`() throws {
        #expect(try findings(Repository.root) == "")
    }

    @Test(arguments: [
        ("kubernetes/planner.yaml", "runAsNonRoot: true", "runAsNonRoot: maybe", "runAsNonRoot"),
        ("kubernetes/planner.yaml", "name: DUNLIN_LINKS_KEY", "name: DUNLIN_LINK_KEY", "DUNLIN_LINK_KEY"),
        ("kubernetes/planner.yaml", "{path: /livez, port: health}", "{path: /live, port: health}", "livenessProbe"),
        ("kubernetes/renderer.yaml", "queueName: dunlin.renderer", "queueName: dunlin.rendering", "is scaled by"),
        ("kubernetes/renderer.yaml", "secretName: dunlin-renderer-tls", "secretName: dunlin-planner-tls", "its own"),
        ("kubernetes/email-sender.yaml", #"excludeUnacknowledged: "false""#, "excludeUnacknowledged: false", "False"),
        ("kubernetes/email-sender.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "confined"),
        ("kubernetes/response-ingester.yaml", "PeriodSeconds: 40", "PeriodSeconds: 30", "before it has drained"),
        ("kubernetes/prepare.yaml", "--certificate-logins", "--certificate-login", "Job/prepare"),
        ("kubernetes/settings.env", "DUNLIN_CONFIG=", "DUNLIN_CONF=", "DUNLIN_CONFIG is required"),
        ("kubernetes/settings.env", "smtp://mail", "http://mail", "refuses its settings"),
        ("kubernetes/settings.env", "tls.crt&", "none.crt&", "certfile cannot be read"),
        ("kubernetes/kustomization.yaml", "  - prepare.yaml\n", "", "prepare.yaml"),
        ("compose.yaml", "DUNLIN_EMAIL_SECURITY", "DUNLIN_EMAIL_SAFETY", "DUNLIN_EMAIL_SAFETY is no setting"),
        ("compose.yaml", "DUNLIN_EMAIL_SERVER", "DUNLIN_SERVER", "DUNLIN_EMAIL_SERVER is required"),
    ])
    func `that were spoilt are found out`(file: String, good: String, bad: String, finding: String) throws {
        let copy = try PeerFolder()
        for folder in ["topology", "docker"] {
            try FileManager.default.copyItem(
                at: Repository.root.appending(path: folder), to: URL(filePath: copy.path(folder)))
        }
        let path = URL(filePath: copy.path(file == "compose.yaml" ? "docker/compose.yaml" : "topology/\(file)"))
        let text = try String(contentsOf: path, encoding: .utf8)
        try #require(text.contains(good))
        try Data(text.replacing(good, with: bad).utf8).write(to: path)
        #expect(try findings(URL(filePath: copy.path(""))).contains(finding))
    }
}
