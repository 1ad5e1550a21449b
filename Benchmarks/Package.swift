// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// A local package is known by the name of its folder, whatever that is.
let lathe = URL(filePath: Context.packageDirectory).deletingLastPathComponent().lastPathComponent

func program(_ name: String, product: String = "Lathe") -> Target {
  .executableTarget(
    name: name, dependencies: [.product(name: product, package: lathe)],
    swiftSettings: [.treatAllWarnings(as: .error)])
}

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(path: "..")],
  targets: [
    program("ask-benchmark", product: "LatheSearch"), program("predict-benchmark"), program("read-benchmark"),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
