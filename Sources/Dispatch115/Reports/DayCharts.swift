// Pictures of a day as inline SVG: no script, nothing from elsewhere. Colour is never the only sign: every
// mark has its shape and its words. Pure; one element a mark.

enum DayCharts {
    /// Width of every picture in its own units; a page scales it.
    static let width = 400

    /// Twenty-four bars, each with its number.
    static func hours(_ counts: [Int]) -> String {
        let height = 150
        let (top, bottom) = (18, 122)
        let most = max(1, counts.max() ?? 1)
        let step = Double(width - 8) / 24
        var out = open(height, "Cuộc gọi theo giờ / Calls by hour")
        for (hour, count) in counts.enumerated() {
            let x = 4 + Double(hour) * step
            let tall = Double(count) / Double(most) * Double(bottom - top)
            out += "<rect class=\"bar\" x=\"\(short(x + 1))\" y=\"\(short(Double(bottom) - tall))\" "
            out += "width=\"\(short(step - 2))\" height=\"\(short(tall))\"/>"
            if count > 0 {
                out += text(x + step / 2, Double(bottom) - tall - 4, "\(count)", "middle", "small")
            }
            if hour % 3 == 0 { out += text(x + step / 2, 138, "\(hour)", "middle", "") }
        }
        out += "<line class=\"axis\" x1=\"4\" y1=\"\(bottom)\" x2=\"\(width - 4)\" y2=\"\(bottom)\"/>"
        return out + "</svg>"
    }

    /// How responses spread, one strip a priority: a dot each, bars at P50 and P90, a triangle at the target.
    static func responses(_ groups: [DayReport.Group], targetMinutes: [Int]) -> String {
        let shown = groups.filter { $0.priority != nil && !$0.responses.isEmpty }
        guard !shown.isEmpty else { return "" }
        let row = 44
        let height = shown.count * row + 34
        let (left, right) = (44.0, Double(width) - 12)
        let longest = shown.compactMap { $0.responses.last }.max() ?? 60
        let targets = shown.compactMap { target($0, targetMinutes) }.max() ?? 0
        // An axis that shows nearly all: what lies beyond stands at its end.
        let ninety = shown.compactMap { IntervalStatistics.centile(95, of: $0.responses) }.max() ?? 60
        let wanted = min(longest, max(ninety, Int64(targets)))
        let step = minuteStep(wanted)
        let end = Double((wanted + step * 60 - 1) / (step * 60) * step * 60)
        func x(_ seconds: Int64) -> Double { left + min(1, Double(seconds) / end) * (right - left) }
        var out = open(height, "Từ lúc gọi đến người đầu tiên tới / Call to first on scene")
        for (index, group) in shown.enumerated() {
            let middle = Double(index * row) + 26
            out += text(4, middle + 4, group.priority.map { "P\($0.rawValue)" } ?? "", "start", "strong")
            out +=
                "<line class=\"axis\" x1=\"\(short(left))\" y1=\"\(short(middle))\" x2=\"\(short(right))\" "
            out += "y2=\"\(short(middle))\"/>"
            for (place, seconds) in group.responses.enumerated() {
                // Dots of near values step aside, so that many are seen as many.
                let aside = Double(place % 5 - 2) * 2.2
                out +=
                    "<circle class=\"dot\" cx=\"\(short(x(seconds)))\" cy=\"\(short(middle + aside))\" r=\"2.4\"/>"
            }
            // Each name stands outside the two, so that they never cover one another.
            for (percent, name, anchor, aside) in [(50, "P50", "end", 3.0), (90, "P90", "start", -3.0)] {
                guard let value = IntervalStatistics.centile(percent, of: group.responses) else { continue }
                out += "<line class=\"mark\" x1=\"\(short(x(value)))\" y1=\"\(short(middle - 9))\" "
                out += "x2=\"\(short(x(value)))\" y2=\"\(short(middle + 9))\"/>"
                out += text(x(value) + aside, middle + 18, name, anchor, "small")
            }
            if let target = target(group, targetMinutes), Double(target) <= end {
                let at = x(Int64(target))
                out += "<path class=\"target\" d=\"M \(short(at - 4)) \(short(middle - 16)) h 8 l -4 8 z\"/>"
            }
        }
        let base = Double(shown.count * row) + 10
        var tick: Int64 = 0
        while Double(tick) <= end {
            out += text(x(tick), base + 16, "\(tick / 60)", "middle", "")
            tick += step * 60
        }
        return out + "</svg>"
    }

    /// Whole minutes between marks: about six of them.
    static func minuteStep(_ seconds: Int64) -> Int64 {
        for step: Int64 in [1, 2, 5, 10, 15, 30, 60, 120, 240] where seconds <= step * 60 * 7 { return step }
        return 480
    }

    private static func target(_ group: DayReport.Group, _ minutes: [Int]) -> Int? {
        guard let priority = group.priority, priority != .p0 else { return nil }
        let position = Int(priority.rawValue) - 1
        return minutes.indices.contains(position) ? minutes[position] * 60 : nil
    }

    private static func open(_ height: Int, _ title: String) -> String {
        "<svg viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(HTMLPage.escaped(title))\">"
            + "<title>\(HTMLPage.escaped(title))</title>"
    }

    private static func text(_ x: Double, _ y: Double, _ words: String, _ anchor: String, _ kind: String)
        -> String
    {
        "<text x=\"\(short(x))\" y=\"\(short(y))\" text-anchor=\"\(anchor)\""
            + (kind.isEmpty ? "" : " class=\"\(kind)\"") + ">\(HTMLPage.escaped(words))</text>"
    }

    /// One decimal.
    static func short(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }
}
