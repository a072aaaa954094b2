import Dispatch115

CommandLineEntry.run()
