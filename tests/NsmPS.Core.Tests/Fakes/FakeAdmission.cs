using System.Text.Json.Nodes;

namespace NsmPS.Tests.Fakes;

/// <summary>A write as an admission webhook sees it: before it is stored, in dry runs too. The hook may change the object or throw a <see cref="FakeRejection"/>.</summary>
/// <param name="Object">The object as it would be stored.</param>
/// <param name="Existing">The stored object; null when it is being created.</param>
/// <param name="DryRun">True when nothing will be stored.</param>
internal sealed record FakeAdmission(JsonObject Object, JsonObject? Existing, bool DryRun);
