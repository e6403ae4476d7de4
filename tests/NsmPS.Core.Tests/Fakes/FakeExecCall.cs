namespace NsmPS.Tests.Fakes;

/// <summary>A command somebody runs in a container.</summary>
internal sealed record FakeExecCall(string Namespace, string Pod, string Container, IReadOnlyList<string> Command);
