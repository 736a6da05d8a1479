# SDK: an image with the .NET SDK 10. BASE: one with ASP.NET Core 10. Neither has a default, since where they come from is yours to say.
ARG SDK
ARG BASE
ARG NODE=node:20

FROM ${NODE} AS charts
WORKDIR /npm
COPY build/npm .
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM ${SDK} AS build
WORKDIR /src
COPY . .
COPY --from=charts /npm/node_modules build/npm/node_modules
RUN dotnet publish OpsConsole.Server -c Release -o /app && mkdir /empty

FROM ${BASE}
COPY --from=build /app /app
COPY --from=build --chown=1654:1654 /empty /data
USER 1654
ENV OpsConsole__DataDirectory=/data Urls=http://*:5080 DOTNET_EnableDiagnostics=0
VOLUME /data
EXPOSE 5080
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["dotnet", "/app/OpsConsole.Server.dll", "alive"]
ENTRYPOINT ["dotnet", "/app/OpsConsole.Server.dll"]
