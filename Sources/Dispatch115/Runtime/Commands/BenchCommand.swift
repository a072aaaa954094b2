enum BenchCommand {
    static func run(_ arguments: Arguments.Bench, _ configuration: Configuration) -> Int32 { 1 }
}
