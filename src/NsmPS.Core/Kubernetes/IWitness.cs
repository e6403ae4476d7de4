using NsmPS.Kubernetes.Exec;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes;

/// <summary>Is told what a cluster answered to what is more than reading its objects, so that it can be told again without it.</summary>
internal interface IWitness
{
    /// <summary>A command was run to its end.</summary>
    /// <param name="call">The command.</param>
    /// <param name="asked">The text that was printed before the command asked; null where it did not.</param>
    /// <param name="answer">The line it was given; null where it did not ask.</param>
    /// <param name="result">How it ended.</param>
    void Ran(ExecCall call, string? asked, string? answer, ExecResult result);

    /// <summary>A command could not be run.</summary>
    void Failed(ExecCall call, NsmException failure);

    /// <summary>The server was asked what it would make of a change.</summary>
    void Tried(ApiRequest request, string name, ApiResponse answer);
}
