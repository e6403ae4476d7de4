using System.Collections.Concurrent;

namespace NsmPS.Sandbox.Forward;

/// <summary>What listens on ports of pods.</summary>
internal sealed class PodPorts
{
    private readonly ConcurrentDictionary<(string Pod, int Port), OpenPort> _open = new();

    /// <summary>Listens on a port of a pod until the result is disposed.</summary>
    /// <param name="pod">The pod's uid.</param>
    /// <param name="port">The port.</param>
    /// <param name="answer">Answers HTTP/2 requests; null to close every connection at once.</param>
    public OpenPort Open(string pod, int port, RequestDelegate? answer)
    {
        var open = new OpenPort(answer, closed => _open.TryRemove(new((pod, port), closed)));
        _open[(pod, port)] = open;
        return open;
    }

    /// <summary>The open port; null when nobody listens.</summary>
    public OpenPort? Find(string pod, int port) => _open.GetValueOrDefault((pod, port));
}
