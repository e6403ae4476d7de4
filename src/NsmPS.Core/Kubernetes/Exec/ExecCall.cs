namespace NsmPS.Kubernetes.Exec;

/// <summary>A command to run in a container.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container in it.</param>
/// <param name="Command">The program and its arguments; no shell reads them.</param>
/// <param name="Input">Whether it may be given input.</param>
internal sealed record ExecCall(string Namespace, string Pod, string Container, IReadOnlyList<string> Command, bool Input);
