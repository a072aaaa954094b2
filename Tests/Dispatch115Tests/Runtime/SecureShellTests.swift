import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// A desk from afar: a real sshd of our own on the loopback, with nothing but the console behind it, in both
/// ways that docs/OPERATIONS.md gives.
@Suite(.serialized) struct SecureShellTests {
    static let programs = ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen", "/usr/bin/ssh-agent"]
    static let canRun = programs.allSatisfy(Files.exists)

    enum Way: CaseIterable, Sendable {
        /// The key's own line in authorized_keys says what it is for.
        case authorizedKeys
        /// The server says so for the group.
        case forceCommand
    }

    /// sshd as one process of ours; gone, with all that it made, when this goes.
    final class Server {
        let fixture: ServiceFixture
        let port: Int
        var folder: String { fixture.folder }
        var log: String { folder + "/sshd.log" }
        private var daemon: ChildProcess
        private let agent: ChildProcess
        private var madeRunFolder = false
        private let account: String

        init(_ way: Way) throws {
            fixture = try ServiceFixture()
            try fixture.start()
            let folder = fixture.folder
            account = try Account.numbered(Account.ownUserID)?.name ?? "\(Account.ownUserID)"
            for name in ["host", "desk"] {
                let made = try Server.run(
                    "/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/\(name)"])
                guard made.status == 0 else { throw SystemCallError("ssh-keygen", made.output, code: ECHILD) }
            }
            let command =
                "\(ServiceFixture.program) console --lang en --socket \(folder)/console.sock"
            let key = try Files.readText(folder + "/desk.pub")
            let options = way == .authorizedKeys ? "restrict,pty,command=\"\(command)\" " : ""
            try Files.writeAtomically(folder + "/authorized", Array((options + key).utf8), mode: 0o600)
            port = try Server.freePort()
            var settings = """
                ListenAddress 127.0.0.1
                Port \(port)
                HostKey \(folder)/host
                PidFile none
                AuthorizedKeysFile \(folder)/authorized
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                UsePAM no
                StrictModes no
                PermitRootLogin forced-commands-only
                Subsystem sftp internal-sftp
                LogLevel DEBUG1

                """
            if way == .forceCommand {
                settings += """
                    Match User \(account)
                        ForceCommand \(command)
                        AuthenticationMethods publickey
                        DisableForwarding yes
                        PermitUserRC no
                        PermitRootLogin prohibit-password

                    """
            }
            try Files.writeAtomically(folder + "/sshd_config", Array(settings.utf8), mode: 0o600)
            let host = try Files.readText(folder + "/host.pub")
            try Files.writeAtomically(
                folder + "/known", Array("[127.0.0.1]:\(port) \(host)".utf8), mode: 0o600)
            // Root's sshd wants this folder, which the package's unit makes at each start.
            if Account.ownUserID == 0, !Files.exists("/run/sshd") {
                try Files.makeFolder("/run/sshd", mode: 0o755)
                madeRunFolder = true
            }
            daemon = try ChildProcess(
                "/usr/sbin/sshd", ["-D", "-e", "-f", folder + "/sshd_config"], log: folder + "/sshd.log")
            agent = try ChildProcess(
                "/usr/bin/ssh-agent", ["-D", "-a", folder + "/agent.sock"], log: folder + "/agent.log")
            let log = log
            let listens = eventually {
                if daemon.hasEnded { return true }
                return (try? Files.readText(log))?.contains("Server listening on 127.0.0.1 port") == true
                    && Files.exists(folder + "/agent.sock")
            }
            guard listens, !daemon.hasEnded else {
                throw SystemCallError("sshd", (try? Files.readText(log)) ?? "", code: ECHILD)
            }
        }

        deinit {
            daemon.end(withinSeconds: 5)
            agent.end(withinSeconds: 5)
            if madeRunFolder { rmdir("/run/sshd") }
        }

        var hasEnded: Bool {
            daemon.end(withinSeconds: 5)
            return daemon.hasEnded
        }

        /// One connection: its exit status and all that it showed. Ended after half a minute where it hangs.
        /// `prompt`: nothing is typed before it is there.
        func ssh(
            _ options: [String], _ command: [String] = [], input: String = "", prompt: String = ""
        ) throws -> (status: Int32, output: String) {
            let words =
                [
                    "-F", "/dev/null", "-i", folder + "/desk", "-p", "\(port)",
                    "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=yes",
                    "-o", "UserKnownHostsFile=\(folder)/known",
                ] + options + ["\(account)@127.0.0.1"] + command
            return try Server.run(
                "/usr/bin/ssh", words, input: input, prompt: prompt, agent: folder + "/agent.sock")
        }

        static func run(
            _ program: String, _ arguments: [String], input: String = "", prompt: String = "",
            agent: String? = nil
        ) throws -> (status: Int32, output: String) {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            if let agent {
                process.environment = ["SSH_AUTH_SOCK": agent, "PATH": "/usr/bin:/bin", "TERM": "xterm"]
            }
            let (feed, output) = (Pipe(), Pipe())
            process.standardInput = feed
            process.standardOutput = output
            process.standardError = output
            try process.run()
            // A forwarding that is not refused would go on for ever.
            let identifier = process.processIdentifier
            let watch = DispatchWorkItem { kill(identifier, SIGKILL) }
            DispatchQueue.global().asyncAfter(deadline: .now() + 30, execute: watch)
            defer { watch.cancel() }
            var bytes = Data()
            while !prompt.isEmpty, !String(decoding: bytes, as: UTF8.self).contains(prompt) {
                let more = output.fileHandleForReading.availableData
                if more.isEmpty { break }
                bytes += more
            }
            feed.fileHandleForWriting.write(Data(input.utf8))
            try feed.fileHandleForWriting.close()
            bytes += output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
        }

        /// One that nobody listens on now.
        private static func freePort() throws -> Int {
            let socket = try FileDescriptor(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0), "socket")
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket.number, $0, length) == 0 && getsockname(socket.number, $0, &length) == 0
                }
            }
            guard isBound else { throw SystemCallError("bind") }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }

    @Test(
        .enabled(if: canRun, "openssh-server or openssh-client is not installed (tools/install-missing.sh)"),
        arguments: Way.allCases)
    func nothingButTheConsoleIsBehindIt(_ way: Way) throws {
        let server = try Server(way)
        let folder = server.folder
        let mark = folder + "/intruded"

        // A person types lines and has their answers, under the account that the kernel names.
        let desk = try server.ssh(["-T"], input: "N 10.77,106.70 ; from afar\nJRN 1\nQUIT\n")
        #expect(desk.status == 0 && desk.output.contains("incident 1: new"), "\(desk)")
        #expect(desk.output.contains("Lan (\(Account.ownUserID)): incident 1"), "\(desk)")
        #expect(desk.output.contains("goodbye"))

        // With a terminal there is a prompt; whatever is typed is a line, and a shell's tricks are words.
        let typed =
            "!touch \(mark)\n$(touch \(mark))\n`touch \(mark)`\n~C\n; touch \(mark)\n\u{3}\u{1A}\nQUIT\n"
        // Before there is a prompt the terminal is still the kernel's, and ^C ends what is starting.
        let terminal = try server.ssh(["-tt"], input: typed, prompt: "115> ")
        #expect(terminal.output.contains("115> "), "\(terminal)")
        #expect(!Files.exists(mark))

        // Another command, a shell, a shell's shell: each gets the console and nothing else.
        for command in [
            "touch \(mark); echo in$((40+2))truder", "/bin/sh -i", "bash -c 'touch \(mark)'", "sh",
        ] {
            let other = try server.ssh(["-T"], [command], input: "echo in$((40+2))truder\nQUIT\n")
            #expect(!other.output.contains("in42truder"), "\(command): \(other)")
            #expect(
                other.output.contains("goodbye") && other.output.contains("REFUSED"), "\(command): \(other)")
        }
        #expect(!Files.exists(mark))

        // Files: what an sftp server would answer to its first packet does not come.
        let hello = String(decoding: [0, 0, 0, 5, 1, 0, 0, 0, 3] as [UInt8], as: UTF8.self)
        let sftp = try server.ssh(["-s"], ["sftp"], input: hello + "\nQUIT\n")
        #expect(!sftp.output.utf8.contains(2) && sftp.output.hasSuffix("goodbye\n"), "\(sftp)")

        // Forwarding of ports, both ways, and of the agent.
        let forward = try server.ssh(["-W", "127.0.0.1:\(server.port)"])
        #expect(forward.status != 0 && !forward.output.contains("SSH-2.0"), "\(forward)")
        #expect(forward.output.contains("prohibited"), "\(forward)")
        let remote = try server.ssh([
            "-N", "-R", "0:127.0.0.1:\(server.port)", "-o", "ExitOnForwardFailure=yes",
        ])
        #expect(remote.status != 0 && remote.output.contains("remote port forwarding failed"), "\(remote)")
        let agent = try server.ssh(["-A", "-T"], input: "QUIT\n")
        #expect(agent.status == 0)
        let log = try Files.readText(server.log)
        #expect(
            log.contains("agent forwarding disabled"), "the client asked and was refused: \(log.suffix(3000))"
        )
        #expect(server.hasEnded)
    }

    /// The key is what opens the door.
    @Test(
        .enabled(if: canRun, "openssh-server or openssh-client is not installed (tools/install-missing.sh)"))
    func aStrangersKeyOpensNothing() throws {
        let server = try Server(.authorizedKeys)
        let other = server.folder + "/other"
        _ = try Server.run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", other])
        try Files.writeAtomically(
            server.folder + "/desk", try Files.read(other), mode: 0o600)
        try Files.writeAtomically(server.folder + "/desk.pub", try Files.read(other + ".pub"), mode: 0o600)
        let run = try server.ssh(["-T"], input: "Q\n")
        #expect(run.status == 255 && run.output.contains("Permission denied"), "\(run)")
    }
}
