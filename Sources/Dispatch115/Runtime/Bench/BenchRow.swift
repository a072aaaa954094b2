// One measured figure, and how it is printed: one JSON object a line, always the same members in the same
// order. A figure never stands without its machine, compiler and commit.

import Glibc

struct BenchRow: Equatable, Sendable {
    /// What was measured, within its case.
    let metric: String
    /// Of how many things: events, datagrams, units, lines.
    let n: Int
    let value: Double
    let unit: String

    init(_ metric: String, _ n: Int, _ value: Double, _ unit: String) {
        self.metric = metric
        self.n = n
        self.value = value
        self.unit = unit
    }

    /// One line, without its end. A value that is no number (nothing was measured) is null.
    func json(of caseName: String, on origin: BenchOrigin) -> String {
        let members = [
            ("case", JSONText.quoted(caseName)), ("n", "\(n)"), ("metric", JSONText.quoted(metric)),
            ("value", BenchRow.text(value)), ("unit", JSONText.quoted(unit)),
            ("machine", JSONText.quoted(origin.machine)), ("compiler", JSONText.quoted(origin.compiler)),
            ("commit", JSONText.quoted(origin.commit)),
        ]
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    /// Large values without a fraction, small ones with four digits behind the point.
    private static func text(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        guard abs(value) < 1000 else {
            return Int64(exactly: value.rounded()).map { "\($0)" } ?? "\(value)"
        }
        return "\((value * 10_000).rounded() / 10_000)"
    }
}

/// Where and from what a figure comes.
struct BenchOrigin: Equatable, Sendable {
    /// The processor's model and how many are online.
    let machine: String
    let compiler: String
    /// From the environment, `DISPATCH115_COMMIT`; the program itself does not know.
    let commit: String

    static func here() -> BenchOrigin {
        let commit = getenv("DISPATCH115_COMMIT").map { String(cString: $0) } ?? ""
        return BenchOrigin(
            machine: "\(processorModel()) x\(sysconf(Int32(_SC_NPROCESSORS_ONLN)))", compiler: builtBy,
            commit: commit.isEmpty ? "unknown" : commit)
    }

    /// As far as a program can know it of itself.
    static var builtBy: String {
        #if compiler(>=7)
        let version = "Swift 7 or later"
        #elseif compiler(>=6.4)
        let version = "Swift 6.4 or later"
        #elseif compiler(>=6.3)
        let version = "Swift 6.3"
        #else
        let version = "Swift before 6.3"
        #endif
        #if DEBUG
        return version + " (not optimised)"
        #else
        return version
        #endif
    }

    private static func processorModel() -> String {
        do {
            for line in try Files.readText("/proc/cpuinfo").split(separator: "\n")
            where line.hasPrefix("model name") {
                if let colon = line.firstIndex(of: ":") {
                    return line[line.index(after: colon)...].trimmingSpaces
                }
            }
        } catch {
            Output.error("dispatch115: \(error)")
        }
        return "unknown processor"
    }
}
