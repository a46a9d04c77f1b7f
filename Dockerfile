# The build needs a compiler for the addon hnswlib-node and the development dependencies; the image that runs has neither.
FROM node:20-bookworm-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig*.json ./
COPY src ./src
RUN npm run build
# "prepare" builds, which a folder without development dependencies cannot: no scripts, then the one that is wanted.
RUN npm ci --omit=dev --ignore-scripts && npm rebuild hnswlib-node

FROM node:20-bookworm-slim
ENV NODE_ENV=production
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY corpus ./corpus
COPY docs ./docs
# What the program writes; mount a volume here.
RUN mkdir -p /data/index /data/state && chown -R node:node /data
ENV YINGJIA_INDEX=/data/index YINGJIA_STATE=/data/state
VOLUME /data
USER node
EXPOSE 8787
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8787}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--", "node", "dist/main.js"]
CMD ["start"]
