namespace NsmPS.Kubernetes.Apply;

/// <summary>One field in which an object differs from what was applied.</summary>
/// <param name="Path">The field.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Expected">What was applied, masked where it is secret.</param>
/// <param name="Actual">What is there, masked where it is secret.</param>
internal sealed record FieldDifference(string Path, NsmDriftKind Kind, string? Expected, string? Actual);
