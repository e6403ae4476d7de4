using NsmPS.Reports;

namespace NsmPS.Session;

/// <summary>Collects the results of a command, of several clusters at once, into one report.</summary>
internal sealed class ReportFile(string path, NsmReportFormat format, string command)
{
    private readonly Lock _lock = new();
    private readonly List<ReportSuite> _suites = [];

    /// <summary>Does the work on one cluster; what it adds, and the error it ends with, become one suite.</summary>
    public async Task<T> CollectAsync<T>(string cluster, string subject, Func<Action<ReportCase>, Task<T>> work)
    {
        var began = TimeProvider.System.GetTimestamp();
        var startedAt = TimeProvider.System.GetUtcNow();
        var cases = new List<ReportCase>();
        try
        {
            return await work(cases.Add);
        }
        catch (NsmException failure)
        {
            cases.Add(new ReportCase(subject, command, ReportOutcome.Failed)
            {
                Kind = failure.Error.Id,
                Message = failure.Message,
                Details = failure.Remedy
            });
            throw;
        }
        finally
        {
            lock (_lock)
            {
                _suites.Add(new ReportSuite
                {
                    Name = $"{command} {subject}",
                    Host = cluster,
                    StartedAt = startedAt,
                    Duration = TimeProvider.System.GetElapsedTime(began),
                    Cases = cases
                });
            }
        }
    }

    /// <summary>Writes what was collected so far.</summary>
    /// <exception cref="NsmException">FileNotWritable.</exception>
    public Task WriteAsync(CancellationToken cancellationToken)
    {
        ReportSuite[] suites;
        lock (_lock)
        {
            suites = [.. _suites.OrderBy(suite => suite.StartedAt)];
        }

        return WholeFile.WriteAsync(path, ReportWriter.Write(suites, format), overwrite: true, cancellationToken);
    }
}
