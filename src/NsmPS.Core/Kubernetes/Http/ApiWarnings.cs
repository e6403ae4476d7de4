using System.Net.Http.Headers;

namespace NsmPS.Kubernetes.Http;

/// <summary>Keeps what the API server warns of in its answers' headers until somebody takes it. Each text is kept once.</summary>
internal sealed class ApiWarnings
{
    // A server may be a stranger's.
    private const int Most = 50;
    private const int LongestText = 600;

    private readonly Lock _gate = new();
    private readonly List<string> _texts = [];

    /// <summary>Reads the warnings of an answer.</summary>
    public void Read(ApiRequest request, HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.Contains("Warning"))
        {
            return;
        }

        lock (_gate)
        {
            foreach (var warning in response.Headers.Warning)
            {
                var text = $"The API server warns about {request.Target}: {Text(warning)}";
                if (_texts.Count < Most && !_texts.Contains(text))
                {
                    _texts.Add(text);
                }
            }
        }
    }

    /// <summary>What came since it was last taken.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (_gate)
        {
            string[] taken = [.. _texts];
            _texts.Clear();
            return taken;
        }
    }

    // Between quotes, with a backslash before quotes and backslashes.
    private static string Text(WarningHeaderValue warning)
    {
        var text = warning.Text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
        return ShownText.Of(text, LongestText);
    }
}
