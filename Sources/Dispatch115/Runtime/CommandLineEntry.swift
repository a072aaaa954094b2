/// What the `dispatch115` program does with its arguments.
public enum CommandLineEntry {
    public static func run() {
        print("dispatch115")
    }
}
