import ArgumentParser
import Foundation
import LatheCore

/// The command line: parses, calls the stages, prints.
@main
struct Lathe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lathe",
    abstract: "From a table to a trained model, and everything after.",
    version: LatheVersion.current,
    subcommands: [
      FitCommand.self, PredictCommand.self, EvaluateCommand.self, InspectCommand.self,
      TuneCommand.self, StudiesCommand.self, OptimizerCommand.self,
    ])

  /// Runs the command and leaves with its exit status: 0, 1 for a failed run, 2 for bad input, 64 for wrong usage.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as any LatheError {
      Terminal.printError("error: \(error.description)")
      Foundation.exit(error.isBadInput ? 2 : 1)
    } catch {
      exit(withError: error)
    }
  }
}
