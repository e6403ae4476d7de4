using System.Text;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;

namespace NsmPS.Proof.Throughput;

/// <summary>Runs programs in one container. They are on a leash: who cancels ends them.</summary>
internal sealed class PodProgram(ClusterClient client, PodTools pod, string container)
{
    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="NsmException">ExecFailed when it cannot be run, or not followed to its end.</exception>
    public async Task<ExecResult> RunAsync(IReadOnlyList<string> command, TimeSpan longest, CancellationToken cancellationToken)
    {
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        await foreach (var part in client.FollowAsync(pod.Pod.Namespace()!, pod.Pod.Name(), container, command,
            longest + ExecLimits.Short, cancellationToken))
        {
            switch (part)
            {
                case ExecOutput.Line line when output.Length + errors.Length < CappedBuffer.Longest:
                    (line.IsError ? errors : output).Append(line.Text).Append('\n');
                    break;
                case ExecOutput.Ended ended:
                    return new ExecResult(ended.ExitCode, output.ToString(), errors.ToString());
            }
        }

        throw new InvalidOperationException("A command that is followed ends with its exit code.");
    }
}
