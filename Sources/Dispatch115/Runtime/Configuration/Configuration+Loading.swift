// The two ways to a checked configuration: from a file, or from bytes that are already there. Reads at most
// one byte more than a configuration may have, so that an endless file ends; follows no include, writes
// nothing.

import Glibc

extension Configuration {
    /// Defaults, then the file if one is named, then the settings of the command line.
    static func load(file: String?, overrides: [ConfigurationOverride] = []) throws(ConfigurationError)
        -> Configuration
    {
        var reading = ConfigurationReading()
        if let file {
            do {
                reading.read(try bytes(ofFile: file, limit: JSON5Limits().maximumBytes + 1), file: file)
            } catch {
                reading.report(error)
            }
        }
        return try finish(&reading, overrides)
    }

    /// The same from bytes; `file` is the name for messages.
    static func read(_ bytes: [UInt8], file: String, overrides: [ConfigurationOverride] = [])
        throws(ConfigurationError) -> Configuration
    {
        var reading = ConfigurationReading()
        reading.read(bytes, file: file)
        return try finish(&reading, overrides)
    }

    private static func finish(_ reading: inout ConfigurationReading, _ overrides: [ConfigurationOverride])
        throws(ConfigurationError) -> Configuration
    {
        for setting in overrides { reading.apply(setting) }
        reading.checkTogether()
        guard reading.problems.isEmpty else { throw ConfigurationError(problems: reading.problems) }
        return reading.configuration
    }

    private static func bytes(ofFile path: String, limit: Int) throws(ConfigurationProblem) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw unreadable(path, errno) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while bytes.count < limit {
            let count = Glibc.read(file, &chunk, min(chunk.count, limit - bytes.count))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path, errno) }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return bytes
    }

    private static func unreadable(_ path: String, _ code: Int32) -> ConfigurationProblem {
        let isMissing = code == ENOENT || code == ENOTDIR
        return ConfigurationProblem(
            origin: .wholeFile(path),
            what: isMissing ? "there is no such file" : "cannot be read: " + String(cString: strerror(code)),
            accepted: "name a readable file with --config, or leave --config out to take the defaults")
    }
}
