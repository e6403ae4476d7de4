using NsmPS.Conformance;

namespace NsmPS.Completion.Lists;

/// <summary>Completes the conformance suites of the module.</summary>
internal sealed class SuiteCompleter() : ListCompleter([.. PesterModule.Suites.Keys]);
