using System.Text.Json.Nodes;

namespace NsmPS.Bundles;

/// <summary>What the server said to a change that it was asked to carry out without keeping it.</summary>
/// <param name="Key">The request; see <see cref="BundleFormat.TrialKey"/>.</param>
/// <param name="Code">The HTTP status.</param>
/// <param name="Body">The object as it would be, or the refusal.</param>
internal sealed record RecordedTrial(string Key, int Code, JsonObject Body);
