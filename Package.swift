// swift-tools-version: 6.2
import Foundation
import PackageDescription

let dependencies = Context.packageDirectory + "/.deps"

/// Warnings fail the build, so that `main` never has any.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// Where the native libraries lie that `Scripts/bootstrap` unpacks.
let nativeLibraries: LinkerSetting = .unsafeFlags([
  "-L\(dependencies)/lib", "-Xlinker", "-rpath=\(dependencies)/lib",
])

/// A target of the library, in a folder of `Sources`.
func target(_ name: String, _ folder: String, _ imports: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: imports, path: "Sources/\(folder)", swiftSettings: strict)
}

/// The tests of a target. Golden values and their scripts lie in a folder `Golden`, which tests read in place.
func tests(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
  let path = "Tests/\(name)Tests"
  let golden = Context.packageDirectory + "/\(path)/Golden"
  return .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name)] + (name == "LatheCore" ? [] : ["LatheCore"]) + imports,
    path: path, exclude: FileManager.default.fileExists(atPath: golden) ? ["Golden"] : [],
    swiftSettings: strict)
}

let targets: [Target] = [
  // Value types that cross stages.
  target("LatheCore", "Core"),

  // Native libraries and storage.
  .target(
    name: "CArrow", path: "Sources/Engines/CArrow",
    cxxSettings: [.unsafeFlags(["-I\(dependencies)/include"])],
    linkerSettings: [nativeLibraries, .linkedLibrary("arrow"), .linkedLibrary("parquet")]),
  // The wheel has no header: the target declares the functions it needs.
  .target(
    name: "CLightGBM", path: "Sources/Engines/CLightGBM",
    linkerSettings: [nativeLibraries, .linkedLibrary("_lightgbm")]),
  .systemLibrary(name: "COpenBLAS", path: "Sources/Engines/COpenBLAS"),
  .systemLibrary(name: "CFileSystem", path: "Sources/Engines/CFileSystem"),
  .systemLibrary(name: "CPostgreSQL", path: "Sources/Engines/CPostgreSQL"),
  target(
    "RunStore", "Engines/RunStore", ["LatheCore", .product(name: "GRDB", package: "GRDB.swift")]),
  target(
    "StudyStores", "Engines/StudyStores",
    [
      "LatheCore", "Search", "CPostgreSQL", .product(name: "GRDB", package: "GRDB.swift"),
      .product(name: "GRDBSQLite", package: "GRDB.swift"),
    ]),
  target(
    "OptunaStudies", "Engines/OptunaStudies",
    ["LatheCore", "Search", .product(name: "GRDB", package: "GRDB.swift")]),

  // Stages, in the order in which data flows.
  target(
    "DataFrames", "Stages/DataFrames",
    ["LatheCore", "CArrow", .product(name: "Yams", package: "Yams")]),
  target("Features", "Stages/Features", ["LatheCore"]),
  target("Metrics", "Stages/Metrics", ["LatheCore"]),
  target("Models", "Stages/Models", ["LatheCore", "COpenBLAS"]),
  target(
    "Learners", "Stages/Learners",
    ["LatheCore", "Models", "Metrics", "CLightGBM", "COpenBLAS"]),
  target("LearnerTesting", "Stages/LearnerTesting", ["LatheCore", "Models", "Learners"]),
  target(
    "Bundles", "Stages/Bundles",
    [
      "LatheCore", "CFileSystem", "Features", "Models", "Metrics",
      .product(name: "Crypto", package: "swift-crypto"),
    ]),
  target("Inference", "Stages/Inference", ["LatheCore", "Bundles", "Features", "Models", "Metrics"]),
  target("Reports", "Stages/Reports", ["LatheCore"]),
  target("Search", "Stages/Search", ["LatheCore", "COpenBLAS"]),
  target("SearchTesting", "Stages/SearchTesting", ["LatheCore", "Search"]),

  // Workflows over the stages.
  target(
    "AutoML", "Workflow/AutoML",
    [
      "LatheCore", "DataFrames", "Features", "Metrics", "Models", "Learners", "Bundles", "Inference",
      "Reports", "RunStore", "Search",
    ]),
  target(
    "Tuning", "Workflow/Tuning",
    [
      "LatheCore", "CFileSystem", "Search", "OptunaStudies", "Reports",
      .product(name: "Yams", package: "Yams"),
    ]),

  // Programs.
  .executableTarget(
    name: "lathe",
    dependencies: [
      "LatheCore", "DataFrames", "Metrics", "AutoML", "Bundles", "Inference", "Reports", "Search",
      "StudyStores", "Tuning", .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ], path: "Sources/Tools/lathe", swiftSettings: strict),

  tests("LatheCore"),
  tests("RunStore"),
  tests("DataFrames"),
  tests("Features"),
  tests("Metrics"),
  tests("Models"),
  tests("Learners", ["Models", "Metrics", "LearnerTesting"]),
  .target(
    name: "BundleSamples", dependencies: ["LatheCore", "Bundles", "Features", "Models", "Metrics"],
    path: "Tests/BundleSamples", swiftSettings: strict),
  tests("Bundles", ["Features", "Models", "Metrics", "BundleSamples"]),
  tests("Inference", ["Bundles", "Features", "Models", "Metrics", "BundleSamples"]),
  tests("Reports", [.product(name: "Crypto", package: "swift-crypto")]),
  tests("Search", ["SearchTesting"]),
  // A worker that tests kill.
  .executableTarget(
    name: "study-worker", dependencies: ["Search", "StudyStores"], path: "Tests/StudyWorker",
    swiftSettings: strict),
  tests(
    "StudyStores",
    ["Search", "SearchTesting", "study-worker", .product(name: "GRDB", package: "GRDB.swift")]),
  tests("AutoML", ["Search", "DataFrames", "Metrics", "Models", "Learners", "Bundles", "Inference"]),
  tests("Tuning", ["OptunaStudies", "Search"]),
  tests("lathe", ["Bundles", "BundleSamples"]),
]

let package = Package(
  name: "Lathe",
  platforms: [.macOS(.v15)],
  products: [
    // Everything, to fit and to predict.
    .library(
      name: "Lathe",
      targets: [
        "LatheCore", "DataFrames", "Features", "Metrics", "Models", "Learners", "Bundles", "Inference",
        "Reports", "AutoML",
      ]),
    // Bundles that answer, without Arrow and without a training library.
    .library(name: "LatheInference", targets: ["LatheCore", "Bundles", "Inference"]),
    // The optimiser of hyper-parameters, for anything that has parameters and a result.
    .library(name: "LatheSearch", targets: ["LatheCore", "Search", "StudyStores"]),
    // The contracts that an own learner must keep, as tests.
    .library(name: "LatheTesting", targets: ["LearnerTesting", "SearchTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: targets,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
